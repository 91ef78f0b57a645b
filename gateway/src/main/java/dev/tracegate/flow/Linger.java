package dev.tracegate.flow;

/**
 * How long a batch that is not full waits for more segments. It waits longer while many tenants send little, which limits the calls of the whole
 * process: beyond {@value #CALLS_PER_SECOND} a second, the calls cost more than their segments.
 */
final class Linger {
    private static final int CALLS_PER_SECOND = 500;
    /** The most that the wait grows: users look for a trace within seconds. */
    private static final int MOST_STRETCH = 5;

    private final long leastNanos;
    private int waiting;

    Linger(long leastNanos) {
        this.leastNanos = leastNanos;
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
        return (long) (leastNanos * Math.clamp(stretch, 1, MOST_STRETCH));
    }
}
