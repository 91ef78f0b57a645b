package dev.tracegate.retry;

/**
 * Keeps retries a small share of what goes out: each success earns a part of a retry, each retry spends one. An empty budget delays a retry,
 * it drops nothing. Owned by one loop.
 */
public final class RetryBudget {
    private final double capacity;
    private final double earnedPerSuccess;
    private double tokens;

    /**
     * @param capacity retries that may be made in a row without a success; full at the start
     * @param earnedPerSuccess what one success adds, 1 for as many retries as successes
     */
    public RetryBudget(double capacity, double earnedPerSuccess) {
        this.capacity = capacity;
        this.earnedPerSuccess = earnedPerSuccess;
        this.tokens = capacity;
    }

    /** Spends one retry, or answers false where there is none. */
    public boolean spend() {
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
