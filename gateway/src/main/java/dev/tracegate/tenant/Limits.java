package dev.tracegate.tenant;

/**
 * The limits of a tenant. The receiver enforces the two rates; the queues enforce the other two.
 *
 * @param segmentsPerSecond more than 0 and up to {@value #MOST_SEGMENTS_PER_SECOND}, or {@link #NO_RATE}
 * @param bytesPerSecond bytes of whole datagrams, {@value #LEAST_BYTES_PER_SECOND} to {@value #MOST_BYTES_PER_SECOND}, or {@link #NO_RATE}
 * @param queueBytes bytes that its queued segments may take, at least {@value #LEAST_QUEUE_BYTES}; {@link Long#MAX_VALUE} if only the memory budget
 *     limits them
 * @param weight share of the sending rate relative to the other tenants, 1 to {@value #MOST_WEIGHT}
 */
public record Limits(double segmentsPerSecond, double bytesPerSecond, long queueBytes, int weight) {
    /** No bound on a rate. */
    public static final double NO_RATE = Double.POSITIVE_INFINITY;
    /** Many times the throughput of one event loop. */
    public static final int MOST_SEGMENTS_PER_SECOND = 1_000_000;
    /** One segment of usual size per second; with less, a tenant could send practically nothing. */
    public static final int LEAST_BYTES_PER_SECOND = 1024;
    /** 1 GiB: above the throughput of one event loop. */
    public static final int MOST_BYTES_PER_SECOND = 1024 * 1024 * 1024;
    /** An empty queue must have room for the largest datagram. */
    public static final int LEAST_QUEUE_BYTES = 64 * 1024;
    public static final int MOST_WEIGHT = 100;

    /** No limits, for a gateway without configured tenants. */
    public static final Limits NONE = new Limits(NO_RATE, NO_RATE, Long.MAX_VALUE, 1);

    public Limits {
        check("segmentsPerSecond",
                segmentsPerSecond == NO_RATE
                        || (segmentsPerSecond > 0 && segmentsPerSecond <= MOST_SEGMENTS_PER_SECOND),
                "more than 0 and at most " + MOST_SEGMENTS_PER_SECOND, segmentsPerSecond);
        check("bytesPerSecond", bytesPerSecond == NO_RATE || isWithin(bytesPerSecond),
                LEAST_BYTES_PER_SECOND + " to " + MOST_BYTES_PER_SECOND, bytesPerSecond);
        check("queueBytes", queueBytes >= LEAST_QUEUE_BYTES, "at least " + LEAST_QUEUE_BYTES, queueBytes);
        check("weight", weight >= 1 && weight <= MOST_WEIGHT, "1 to " + MOST_WEIGHT, weight);
    }

    private static boolean isWithin(double bytesPerSecond) {
        return bytesPerSecond >= LEAST_BYTES_PER_SECOND && bytesPerSecond <= MOST_BYTES_PER_SECOND;
    }

    private static void check(String key, boolean valid, String bounds, Number value) {
        if (!valid) {
            throw new IllegalArgumentException("limits.%s: must be %s, was %s".formatted(key, bounds, value));
        }
    }
}
