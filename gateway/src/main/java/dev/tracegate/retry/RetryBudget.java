package dev.tracegate.retry;

import java.util.concurrent.TimeUnit;

/**
 * Keeps retries a small share of all calls. Each success earns a part of a retry, each retry spends one, and time earns a little. An empty
 * budget delays a retry but drops nothing. Confined to one event loop; times are nanoseconds of the gateway's monotonic clock.
 *
 * <p>Not a token bucket: most of its tokens come from successes, not from time.
 */
public final class RetryBudget {
    private final double capacity;
    private final double earnedPerSuccess;
    private final double earnedPerNano;
    private double tokens;
    private long countedNanos;

    /**
     * Starts full.
     *
     * @param capacity retries that may be made in a row without a success
     * @param earnedPerSuccess retries that one success adds; 1 for as many retries as successes
     * @param earnedPerSecond retries that a second adds
     */
    public RetryBudget(double capacity, double earnedPerSuccess, double earnedPerSecond) {
        this.capacity = capacity;
        this.earnedPerSuccess = earnedPerSuccess;
        this.earnedPerNano = earnedPerSecond / TimeUnit.SECONDS.toNanos(1);
        this.tokens = capacity;
    }

    /** Spends one retry; false if the budget has none. */
    public boolean spend(long now) {
        tokens = Math.min(capacity, tokens + Math.max(0, now - countedNanos) * earnedPerNano);
        countedNanos = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    /** A call succeeded. */
    public void success() {
        tokens = Math.min(capacity, tokens + earnedPerSuccess);
    }
}
