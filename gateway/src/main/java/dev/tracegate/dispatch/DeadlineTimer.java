package dev.tracegate.dispatch;

import org.jspecify.annotations.Nullable;

/** A single timer for the earliest of several deadlines. It may run its task early; the task then sets the next deadline. */
final class DeadlineTimer {
    private final Timers timers;
    private final Runnable task;
    private Timers.@Nullable Timer timer;
    private long due = Long.MAX_VALUE;

    DeadlineTimer(Timers timers, Runnable task) {
        this.timers = timers;
        this.task = task;
    }

    /** Runs the task at {@code dueNanos} at the latest. Does nothing for {@link Long#MAX_VALUE}. */
    void set(long dueNanos, long now) {
        if (dueNanos >= due) {
            return;
        }
        stop();
        due = dueNanos;
        timer = timers.after(Math.max(0, dueNanos - now), this::run);
    }

    void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        due = Long.MAX_VALUE;
    }

    private void run() {
        timer = null;
        due = Long.MAX_VALUE;
        task.run();
    }
}
