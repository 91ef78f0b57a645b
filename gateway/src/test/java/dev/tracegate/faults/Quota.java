package dev.tracegate.faults;

/** An account's quota of segments a second: a token bucket one second deep, full at first. Senders share it. Safe from any thread. */
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

    /** Grants from now on. */
    synchronized void start(long now) {
        tokens = perSecond;
        countAnew(now);
    }

    /** What is granted and taken counts from here. */
    synchronized void countAnew(long now) {
        count(now);
        granted = 0;
        taken = 0;
    }

    double perSecond() {
        return perSecond;
    }

    /** All of them or none. */
    synchronized boolean take(int segments, long now) {
        count(now);
        if (segments > tokens) {
            return false;
        }
        tokens -= segments;
        taken += segments;
        return true;
    }

    /** Of what the account has granted since, the share that was used, 0 to 1. */
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
