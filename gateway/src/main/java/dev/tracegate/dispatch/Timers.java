package dev.tracegate.dispatch;

/** Runs tasks later on the loop that owns the dispatcher. */
public interface Timers {

    /** @param nanos from now; rounded up to the resolution of the timers */
    Timer after(long nanos, Runnable task);

    /** A task that waits for its time. */
    interface Timer {
        /** The task does not run, unless it has already. */
        void cancel();
    }
}
