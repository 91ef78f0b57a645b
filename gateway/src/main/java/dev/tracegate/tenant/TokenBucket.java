package dev.tracegate.tenant;

/**
 * A token bucket that refills at a constant rate, up to the tokens of one second. Full at first. Confined to one event loop; times are parameters, in
 * nanoseconds of a monotonic clock that may overflow.
 */
final class TokenBucket {
    private static final double NANOS = 1e9;

    private final double perNano;
    private final double capacity;
    private double tokens;
    private long filledNanos;

    /**
     * @param perSecond more than 0, or infinite
     * @param leastCapacity the most tokens that are taken at once; the capacity is at least this
     */
    TokenBucket(double perSecond, double leastCapacity, long nowNanos) {
        this.perNano = perSecond / NANOS;
        this.capacity = Math.max(perSecond, leastCapacity);
        this.tokens = capacity;
        this.filledNanos = nowNanos;
    }

    /** Whether the bucket has this many tokens now. Always false for more than the capacity. */
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
        // a time before the last one adds nothing, and does not move the last one back
        if (elapsed > 0) {
            tokens = Math.min(capacity, tokens + elapsed * perNano);
            filledNanos = nowNanos;
        }
    }
}
