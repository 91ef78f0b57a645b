package dev.tracegate.tenant;

/**
 * The token buckets of a tenant: segments and bytes per second. Each allows a burst of one second, the one in bytes at least {@value #LEAST_BYTES}
 * bytes. Confined to one event loop.
 */
public final class RateLimit {
    /** The largest datagram must pass at any rate. */
    private static final int LEAST_BYTES = 64 * 1024;

    private final TokenBucket segments;
    private final TokenBucket bytes;

    /** @param nowNanos time of the monotonic clock that {@link #admit} gets too */
    public RateLimit(Limits limits, long nowNanos) {
        this.segments = new TokenBucket(limits.segmentsPerSecond(), 1, nowNanos);
        this.bytes = new TokenBucket(limits.bytesPerSecond(), LEAST_BYTES, nowNanos);
    }

    /**
     * Charges one datagram to both rates, or to neither if one of them is exhausted.
     *
     * @param length of the datagram, 0 to 65,535 bytes
     * @return whether the datagram was charged and may pass
     */
    public boolean admit(int length, long nowNanos) {
        boolean enough = segments.holds(1, nowNanos) && bytes.holds(length, nowNanos);
        if (enough) {
            segments.take(1);
            bytes.take(length);
        }
        return enough;
    }
}
