package dev.tracegate.app;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * SIGTERM, SIGINT and SIGHUP: the first asks for a drain, a second SIGTERM or SIGINT ends the process at once. A second SIGHUP does nothing,
 * because a terminal that closes sends it twice: the shell once, the kernel once. Handled here and not by a shutdown hook because a hook can
 * neither see a second signal nor end with exit code 0. A signal that the parent has set to be ignored, as nohup does, stays ignored.
 */
final class StopSignals {
    private static final String HANGUP = "HUP";

    private final AtomicBoolean asked = new AtomicBoolean();
    private final Consumer<String> first;
    private final Runnable second;

    private StopSignals(Consumer<String> first, Runnable second) {
        this.first = first;
        this.second = second;
    }

    /** @param first called with the signal's name as Go prints it, because operators search for the daemon's line */
    static void handle(Consumer<String> first, Runnable second) {
        var signals = new StopSignals(first, second);
        on("TERM", () -> signals.received("TERM", "terminated"));
        on("INT", () -> signals.received("INT", "interrupt"));
        on(HANGUP, () -> signals.received(HANGUP, "hangup"));
    }

    /** Runs this at each SIGHUP instead, from now on. */
    static void onHangup(Runnable action) {
        on(HANGUP, action);
    }

    /** By reflection: the JDK offers no other way to see a signal than sun.misc.Signal, and javac warns of its name past all suppressing. */
    private static void on(String signalName, Runnable taken) {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            var action = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[]{handler},
                    (proxy, method, arguments) -> {
                        taken.run();
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(signalName), action);
        } catch (ReflectiveOperationException | IllegalArgumentException notHere) {
            // a JVM or system without this signal: the process then ends on it without a drain, as any other
        }
    }

    private void received(String signalName, String reported) {
        if (asked.compareAndSet(false, true)) {
            first.accept(reported);
        } else if (!signalName.equals(HANGUP)) {
            second.run();
        }
    }
}
