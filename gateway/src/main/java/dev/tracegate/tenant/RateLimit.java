package dev.tracegate.tenant;

/** What is left of a tenant's two rates. Each allows a burst of one second's worth; the rate in bytes at least {@value #LEAST_BYTES} bytes. Owned by one loop. */
public final class RateLimit {
    /** The largest datagram passes, however slow the rate. */
    private static final int LEAST_BYTES = 64 * 1024;

    private final TokenBucket segments;
    private final TokenBucket bytes;

    /** @param nowNanos on the monotonic clock of {@link #admit} */
    public RateLimit(Limits limits, long nowNanos) {
        this.segments = new TokenBucket(limits.segmentsPerSecond(), 1, nowNanos);
        this.bytes = new TokenBucket(limits.bytesPerSecond(), LEAST_BYTES, nowNanos);
    }

    /**
     * Charges one datagram to both rates; to neither where one of them is used up.
     *
     * @param length of the datagram, 0 to 65,535 bytes
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
