package dev.tracegate.dispatch;

/** Runs tasks later on the loop that owns the dispatcher. */
public interface Timers {

    /** @param nanos delay in nanoseconds, rounded up to the resolution of the timers */
    Timer after(long nanos, Runnable task);

    /** A scheduled task. */
    interface Timer {
        /** Prevents the task from running, unless it has run already. */
        void cancel();
    }
}
