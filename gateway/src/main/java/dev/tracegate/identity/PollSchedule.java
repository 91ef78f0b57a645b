package dev.tracegate.identity;

import java.util.function.LongSupplier;

/** Decides when the next poll starts: one at a time, with a pause after each. Owned by one loop. */
public final class PollSchedule {
    private final PollPacing pace;
    private final LongSupplier nanoClock;
    private boolean looking;
    private boolean looked;
    private long startedNanos;
    private long tookNanos;

    public PollSchedule(PollPacing pace, LongSupplier nanoClock) {
        this.pace = pace;
        this.nanoClock = nanoClock;
    }

    /**
     * Whether a poll is due. If so, it counts as started.
     *
     * @param awaited whether somebody waits for it
     */
    public boolean begins(boolean awaited, long now) {
        if (looking || (looked && now - startedNanos < pace.pauseNanos(awaited, tookNanos))) {
            return false;
        }
        looking = true;
        looked = true;
        startedNanos = now;
        return true;
    }

    public void ended() {
        looking = false;
        tookNanos = nanoClock.getAsLong() - startedNanos;
    }
}
