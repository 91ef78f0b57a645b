package dev.tracegate.flow;

/**
 * How long a batch that is not full waits for more segments. The time is longer while many tenants send little, which limits the calls of the whole
 * process: beyond {@value #CALLS_PER_SECOND} per second, the calls cost more CPU than their segments.
 */
final class Linger {
    private static final int CALLS_PER_SECOND = 500;
    /** Maximum factor: users expect a trace within seconds. */
    private static final int MAX_STRETCH = 5;

    private final long minNanos;
    private int waiting;

    Linger(long minNanos) {
        this.minNanos = minNanos;
    }

    /** A queue begins to linger. */
    void began() {
        waiting++;
    }

    /** A queue stops lingering. */
    void ended() {
        waiting--;
    }

    /** Nanoseconds from the arrival of the oldest segment, for a queue that begins to linger now. */
    long nanos() {
        double stretch = (double) waiting / CALLS_PER_SECOND;
        return (long) (minNanos * Math.clamp(stretch, 1, MAX_STRETCH));
    }
}
