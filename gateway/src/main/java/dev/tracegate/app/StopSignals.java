package dev.tracegate.app;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * SIGTERM and SIGINT: the first asks for a drain, a second ends the process at once. Handled here and not by a shutdown hook because a hook
 * can neither see a second signal nor end with exit code 0.
 */
@SuppressWarnings("sunapi") // the JDK has no supported way to see a signal twice
final class StopSignals {
    private final AtomicBoolean asked = new AtomicBoolean();
    private final Consumer<String> first;
    private final Runnable second;

    private StopSignals(Consumer<String> first, Runnable second) {
        this.first = first;
        this.second = second;
    }

    /** @param first told the signal's name as Go prints it, since operators search for the daemon's line */
    static void handle(Consumer<String> first, Runnable second) {
        var signals = new StopSignals(first, second);
        sun.misc.Signal.handle(new sun.misc.Signal("TERM"), signal -> signals.received("terminated"));
        sun.misc.Signal.handle(new sun.misc.Signal("INT"), signal -> signals.received("interrupt"));
    }

    private void received(String name) {
        if (asked.compareAndSet(false, true)) {
            first.accept(name);
        } else {
            second.run();
        }
    }
}
