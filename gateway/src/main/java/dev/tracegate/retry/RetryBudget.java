package dev.tracegate.retry;

import java.util.concurrent.TimeUnit;

/**
 * Keeps retries a small share of what goes out: each success earns a part of a retry, each retry spends one. An empty budget delays a retry,
 * it drops nothing. A little is earned with time alone. Owned by one loop; times are nanoseconds of the gateway's monotonic clock.
 */
public final class RetryBudget {
    private final double capacity;
    private final double earnedPerSuccess;
    private final double earnedPerNano;
    private double tokens;
    private long countedNanos;

    /**
     * @param capacity retries that may be made in a row without a success; full at the start
     * @param earnedPerSuccess what one success adds, 1 for as many retries as successes
     * @param earnedPerSecond what time adds
     */
    public RetryBudget(double capacity, double earnedPerSuccess, double earnedPerSecond) {
        this.capacity = capacity;
        this.earnedPerSuccess = earnedPerSuccess;
        this.earnedPerNano = earnedPerSecond / TimeUnit.SECONDS.toNanos(1);
        this.tokens = capacity;
    }

    /** Spends one retry, or answers false where there is none. */
    public boolean spend(long now) {
        tokens = Math.min(capacity, tokens + Math.max(0, now - countedNanos) * earnedPerNano);
        countedNanos = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    public void success() {
        tokens = Math.min(capacity, tokens + earnedPerSuccess);
    }
}
