package dev.tracegate.identity;

import java.util.function.LongSupplier;

/** Decides when the next poll starts: one at a time, with a pause after each. Owned by one loop. */
public final class PollSchedule {
    private final PollPacing pace;
    private final LongSupplier nanoClock;
    private boolean polling;
    private boolean polled;
    private long startedNanos;
    private long tookNanos;

    public PollSchedule(PollPacing pace, LongSupplier nanoClock) {
        this.pace = pace;
        this.nanoClock = nanoClock;
    }

    /**
     * Whether a poll is due. If so, it counts as started.
     *
     * @param awaited whether datagrams wait for it
     */
    public boolean startIfDue(boolean awaited, long now) {
        if (polling || (polled && now - startedNanos < pace.pauseNanos(awaited, tookNanos))) {
            return false;
        }
        polling = true;
        polled = true;
        startedNanos = now;
        return true;
    }

    /** The poll has completed or failed. */
    public void ended() {
        polling = false;
        tookNanos = nanoClock.getAsLong() - startedNanos;
    }
}
