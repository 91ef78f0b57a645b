package dev.tracegate.retry;

import java.time.Duration;

/**
 * What is sent to a destination that takes nothing, or that asked to be left alone: one call at a time, at growing intervals, with fewer segments
 * in each, until one is taken.
 *
 * <pre>
 *   off --(enough calls refused in a row, or asked to wait)--> on --(a probe is taken)--> off
 *                                                              ^            |
 *                                                              +--refused---+  (longer interval, half the segments)
 * </pre>
 *
 * A call can be refused because there are too many calls, or because its segments are more than the account's quota ever grants at once; only
 * smaller calls tell. After a probe is taken the size grows back: it doubles after a call of the full size was taken, and after ever more of
 * them where the double was refused. Owned by one loop; times are nanoseconds of the gateway's monotonic clock.
 */
final class Probing {
    /** Calls refused in a row that are no chance where few are refused; less than two seconds of an account's calls. */
    private static final int REFUSED_IN_A_ROW = 20;
    /** Where many calls are refused by chance, so unlikely must a row of refusals be. */
    private static final double UNLIKELY = 1e-4;
    /** Between them the row is from 20 to 180 calls long. */
    private static final double LEAST_SHARE = 0.01;
    private static final double MOST_SHARE = 0.95;
    /** An account's quota is counted by the second: a second without a call taken may be another sender's doing. */
    private static final long WITHOUT_TAKEN_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long FIRST_NANOS = Duration.ofMillis(100).toNanos();
    /** The first wait after a longer {@code Retry-After}. */
    private static final long FIRST_ASKED_NANOS = Duration.ofSeconds(1).toNanos();
    /** How long a destination's recovery may go unnoticed, whatever it asked for. */
    private static final long MOST_NANOS = Duration.ofSeconds(5).toNanos();
    /** Eighteen refused probes, in 20 s, from the first interval to the longest. */
    private static final double GROWTH = 1.25;
    /** Beyond PutTraceSegments' 50 there is nothing to try. */
    private static final int UNBOUNDED_FROM = 50;
    /** Calls of a size that was taken, between two attempts at the double: some minutes at a call a second. */
    private static final int MOST_TAKEN_TO_GROW = 256;

    private boolean on;
    private int refusedInARow;
    private long refusedSinceNanos;
    private int underWay;
    /** Of {@link #underWay}, calls that started before probing did: they are no probes. */
    private int earlier;
    private long intervalNanos = FIRST_NANOS;
    private long nextNanos;
    private int most = Integer.MAX_VALUE;
    /** The largest call that was taken, while {@link #most} is beyond it. */
    private int proven = Integer.MAX_VALUE;
    private int takenToGrow = 1;
    private int takenInARow;

    boolean isOn() {
        return on;
    }

    /** When a probe may start; {@link Long#MAX_VALUE} while a call is under way. Only while on. */
    long nextNanos() {
        return underWay > 0 ? Long.MAX_VALUE : nextNanos;
    }

    /** Segments a call may have. */
    int mostSegments() {
        return most;
    }

    /** The rate of the probes in segments a second. Only while probing. */
    double segmentsPerSecond() {
        return Math.min(most, UNBOUNDED_FROM) * 1e9 / intervalNanos;
    }

    /** Calls that were refused since one was taken. */
    int refusedInARow() {
        return refusedInARow;
    }

    void started() {
        underWay++;
    }

    /** A call ended without an answer that depends on the rate. */
    void ended(long now) {
        if (isProbe()) {
            nextNanos = now + intervalNanos;
        }
    }

    /**
     * Segments of a call were taken.
     *
     * @param segments in the call
     * @return whether that ends the probing
     */
    boolean taken(int segments) {
        boolean probe = isProbe();
        refusedInARow = 0;
        grow(segments);
        if (probe) {
            on = false;
        }
        return probe;
    }

    /**
     * A call was throttled, and none of its segments was taken.
     *
     * @param shareByChance of calls that may be throttled by chance, 0 to 1
     * @return whether that begins the probing
     */
    boolean refused(int segments, double shareByChance, long now) {
        boolean probe = isProbe();
        if (on) {
            if (probe) {
                intervalNanos = Math.min(MOST_NANOS, (long) (intervalNanos * GROWTH));
                nextNanos = now + intervalNanos;
                most = Math.max(1, Math.min(most, segments) / 2);
                proven = most;
            }
            return false;
        }
        shrink(segments);
        if (refusedInARow++ == 0) {
            refusedSinceNanos = now;
        }
        boolean begins = refusedInARow >= inARow(shareByChance) && now - refusedSinceNanos >= WITHOUT_TAKEN_NANOS;
        if (begins) {
            begin(FIRST_NANOS, now);
        }
        return begins;
    }

    /**
     * The destination asked for a wait. It is kept where it is short; a longer one is not believed, and is cut into intervals.
     *
     * @return whether that begins the probing
     */
    boolean asked(long waitNanos, long now) {
        boolean begins = !on;
        if (begins) {
            begin(FIRST_ASKED_NANOS, now);
        }
        intervalNanos = Math.max(intervalNanos, Math.min(waitNanos, FIRST_ASKED_NANOS));
        nextNanos = now + Math.min(waitNanos, intervalNanos);
        return begins;
    }

    private void begin(long interval, long now) {
        on = true;
        earlier = underWay;
        intervalNanos = interval;
        nextNanos = now + interval;
        takenToGrow = 1;
    }

    /** A call has ended; answers whether it was a probe. */
    private boolean isProbe() {
        underWay--;
        if (on && earlier > 0) {
            earlier--;
            return false;
        }
        return on;
    }

    private static double inARow(double shareByChance) {
        double share = Math.clamp(shareByChance, LEAST_SHARE, MOST_SHARE);
        return Math.max(REFUSED_IN_A_ROW, Math.log(UNLIKELY) / Math.log(share));
    }

    private void grow(int segments) {
        if (segments > proven) {
            proven = segments >= UNBOUNDED_FROM ? Integer.MAX_VALUE : segments;
            takenToGrow = 1;
        }
        if (segments >= most && ++takenInARow >= takenToGrow) {
            takenInARow = 0;
            most = 2 * most >= UNBOUNDED_FROM ? Integer.MAX_VALUE : 2 * most;
        }
    }

    /** A size that was not taken yet is refused: the one before it stays for longer than the last time. */
    private void shrink(int segments) {
        takenInARow = 0;
        if (segments > proven) {
            most = proven;
            takenToGrow = Math.min(MOST_TAKEN_TO_GROW, 2 * takenToGrow);
        }
    }
}
