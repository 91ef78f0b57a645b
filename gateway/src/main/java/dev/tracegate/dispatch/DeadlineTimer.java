package dev.tracegate.dispatch;

import org.jspecify.annotations.Nullable;

/** One timer for the earliest of many times. One that is set too early rings all the same: the next is set then. */
final class DeadlineTimer {
    private final Timers timers;
    private final Runnable ring;
    private Timers.@Nullable Timer timer;
    private long due = Long.MAX_VALUE;

    DeadlineTimer(Timers timers, Runnable ring) {
        this.timers = timers;
        this.ring = ring;
    }

    /** Rings at this time at the latest; never for {@link Long#MAX_VALUE}. */
    void set(long dueNanos, long now) {
        if (dueNanos >= due) {
            return;
        }
        stop();
        due = dueNanos;
        timer = timers.after(Math.max(0, dueNanos - now), this::rang);
    }

    void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        due = Long.MAX_VALUE;
    }

    private void rang() {
        timer = null;
        due = Long.MAX_VALUE;
        ring.run();
    }
}
