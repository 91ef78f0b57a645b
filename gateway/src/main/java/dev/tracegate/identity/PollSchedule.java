package dev.tracegate.identity;

import java.util.function.LongSupplier;

/** When the next look begins: one at a time, and after each a rest. Owned by one loop. */
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
     * Whether a look is due, which then begins.
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
