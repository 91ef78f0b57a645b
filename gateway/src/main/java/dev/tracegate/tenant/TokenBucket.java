package dev.tracegate.tenant;

/**
 * Tokens that come back at a steady rate, up to one second's worth. Full at first. Owned by one loop; knows no clock but the times it is given
 * (nanoseconds of a monotonic clock, which may wrap around).
 */
final class TokenBucket {
    private static final double NANOS = 1e9;

    private final double perNano;
    private final double capacity;
    private double tokens;
    private long filledNanos;

    /**
     * @param perSecond more than 0, or infinite
     * @param leastCapacity what one taker may need at once, however slow the rate
     */
    TokenBucket(double perSecond, double leastCapacity, long nowNanos) {
        this.perNano = perSecond / NANOS;
        this.capacity = Math.max(perSecond, leastCapacity);
        this.tokens = capacity;
        this.filledNanos = nowNanos;
    }

    /** Whether so many are there now. More than the capacity never are. */
    boolean holds(double wanted, long nowNanos) {
        refill(nowNanos);
        return tokens >= wanted;
    }

    /** Takes tokens. Only after {@link #holds} returned true for them. */
    void take(double wanted) {
        tokens -= wanted;
    }

    private void refill(long nowNanos) {
        long elapsed = nowNanos - filledNanos;
        // a time before the last brings nothing, and does not make the same time count twice
        if (elapsed > 0) {
            tokens = Math.min(capacity, tokens + elapsed * perNano);
            filledNanos = nowNanos;
        }
    }
}
