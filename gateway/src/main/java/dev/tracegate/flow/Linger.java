package dev.tracegate.flow;

/**
 * How long a batch that is not full waits for more. Where many tenants send little, each of them waits longer: one process makes their calls,
 * wherever these go, and more calls than so many cost more than their segments.
 */
final class Linger {
    private static final int CALLS_PER_SECOND = 500;
    /** The most that waiting grows by; a trace is looked for within seconds. */
    private static final int MOST_STRETCH = 5;

    private final long leastNanos;
    private int waiting;

    Linger(long leastNanos) {
        this.leastNanos = leastNanos;
    }

    /** A queue has begun to wait. */
    void began() {
        waiting++;
    }

    /** A queue waits no longer. */
    void ended() {
        waiting--;
    }

    /** Of a queue that begins to wait now, from the arrival of its oldest segment. */
    long nanos() {
        double stretch = (double) waiting / CALLS_PER_SECOND;
        return (long) (leastNanos * Math.clamp(stretch, 1, MOST_STRETCH));
    }
}
