package dev.tracegate.faults;

/** The quota of an account in segments per second: a shared token bucket of one second, full at first. Thread-safe. */
final class Quota {
    private static final double NANOS = 1e9;

    private final double perSecond;
    private double tokens;
    private double granted;
    private long taken;
    private long countedNanos = Long.MIN_VALUE;

    Quota(double perSecond) {
        this.perSecond = perSecond;
    }

    /** Starts granting tokens. */
    synchronized void start(long now) {
        tokens = perSecond;
        countAnew(now);
    }

    /** Resets the counts of granted and used segments. */
    synchronized void countAnew(long now) {
        count(now);
        granted = 0;
        taken = 0;
    }

    double perSecond() {
        return perSecond;
    }

    /** Takes tokens for all segments or for none. */
    synchronized boolean take(int segments, long now) {
        count(now);
        if (segments > tokens) {
            return false;
        }
        tokens -= segments;
        taken += segments;
        return true;
    }

    /** The used share of the granted quota since the reset, 0 to 1. */
    synchronized double used(long now) {
        count(now);
        return granted == 0 ? 0 : taken / granted;
    }

    private void count(long now) {
        double more = countedNanos == Long.MIN_VALUE ? 0 : (now - countedNanos) / NANOS * perSecond;
        granted += more;
        tokens = Math.min(perSecond, tokens + more);
        countedNanos = now;
    }
}
