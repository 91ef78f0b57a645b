package dev.tracegate.app;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Handles SIGTERM, SIGINT and SIGHUP: the first signal starts a drain, a second SIGTERM or SIGINT stops the process immediately. A second SIGHUP does
 * nothing, because a closing terminal sends it twice: once from the shell, once from the kernel. Not a shutdown hook, because a hook can neither see a
 * second signal nor exit with code 0. A signal that the parent process ignores, as nohup does, stays ignored.
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

    /** @param first called with Go's name of the signal, because operators search for the daemon's line */
    static void handle(Consumer<String> first, Runnable second) {
        var signals = new StopSignals(first, second);
        on("TERM", () -> signals.received("TERM", "terminated"));
        on("INT", () -> signals.received("INT", "interrupt"));
        on(HANGUP, () -> signals.received(HANGUP, "hangup"));
    }

    /** From now on, runs {@code action} at each SIGHUP instead. */
    static void onHangup(Runnable action) {
        on(HANGUP, action);
    }

    /** Uses reflection: sun.misc.Signal is the JDK's only API for signals, and javac's warning about its name cannot be suppressed. */
    private static void on(String signalName, Runnable handling) {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            var action = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[]{handler},
                    (proxy, method, arguments) -> {
                        handling.run();
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(signalName), action);
        } catch (ReflectiveOperationException | IllegalArgumentException notHere) {
            // the JVM or the system does not have this signal; it then ends the process without a drain
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
