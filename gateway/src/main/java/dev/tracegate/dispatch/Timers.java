package dev.tracegate.dispatch;

/** Runs a task on the owner's loop later. */
public interface Timers {

    /** @param nanos from now, rounded up to what the clock can do */
    Timer after(long nanos, Runnable task);

    /** A task that has not run yet. */
    interface Timer {
        void cancel();
    }
}
