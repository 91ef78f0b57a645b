package dev.tracegate.retry;

import java.time.Duration;

/**
 * Probes a destination that accepts nothing, or that asked for a wait: one call at a time, at growing intervals and with fewer segments in
 * each, until one is accepted.
 *
 * <pre>
 *   off --(enough calls refused in a row, or asked to wait)--> on --(a probe is accepted)--> off
 *                                                              ^            |
 *                                                              +--refused---+  (longer interval, half the segments)
 * </pre>
 *
 * A call can be refused because there are too many calls, or because it has more segments than the account's quota ever grants at once;
 * only smaller calls show which. After an accepted probe the size grows back: it doubles after an accepted call of the full size, and after
 * ever more of them if the double was refused. Confined to one event loop; times are nanoseconds of the gateway's monotonic clock.
 */
final class Probing {
    /** Calls refused in a row that cannot be chance while refusals are rare; less than two seconds of an account's calls. */
    private static final int REFUSED_IN_A_ROW = 20;
    /** While refusals are common, the probability by chance below which a row of refusals starts the probing. */
    private static final double UNLIKELY = 1e-4;
    /** Bounds of the share of refusals by chance; they make the required row 20 to 180 calls long. */
    private static final double LEAST_SHARE = 0.01;
    private static final double MOST_SHARE = 0.95;
    /** X-Ray counts an account's quota by the second: another sender may use up a whole second. */
    private static final long WITHOUT_TAKEN_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long FIRST_NANOS = Duration.ofMillis(100).toNanos();
    /** The first wait if {@code Retry-After} asks for a longer one. */
    private static final long FIRST_ASKED_NANOS = Duration.ofSeconds(1).toNanos();
    /** The longest interval, and so the longest time until a recovery is noticed, whatever the destination asks for. */
    private static final long MOST_NANOS = Duration.ofSeconds(5).toNanos();
    /** Growth of the interval per refused probe: from the first to the longest in eighteen probes, 20 s. */
    private static final double GROWTH = 1.25;
    /** PutTraceSegments accepts at most 50 segments. */
    private static final int UNBOUNDED_FROM = 50;
    /** Most accepted calls of one size before the double is tried again: some minutes at a call a second. */
    private static final int MOST_TAKEN_TO_GROW = 256;

    private boolean on;
    private int refusedInARow;
    private long refusedSinceNanos;
    private int underWay;
    /** Those calls of {@link #underWay} that started before the probing and so are not probes. */
    private int earlier;
    private long intervalNanos = FIRST_NANOS;
    private long nextNanos;
    private int most = Integer.MAX_VALUE;
    /** The largest accepted call, while {@link #most} is larger. */
    private int proven = Integer.MAX_VALUE;
    private int takenToGrow = 1;
    private int takenInARow;

    boolean isOn() {
        return on;
    }

    /** When the next probe may start; {@link Long#MAX_VALUE} while a call is in flight. Only while probing. */
    long nextNanos() {
        return underWay > 0 ? Long.MAX_VALUE : nextNanos;
    }

    /** Most segments that a call may have. */
    int mostSegments() {
        return most;
    }

    /** The rate of the probes in segments a second. Only while probing. */
    double segmentsPerSecond() {
        return Math.min(most, UNBOUNDED_FROM) * 1e9 / intervalNanos;
    }

    /** Calls refused since the last accepted one. */
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
     * Segments of a call were accepted.
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
     * A call was throttled, and none of its segments was accepted.
     *
     * @param shareByChance share of calls that may be throttled by chance, 0 to 1
     * @return whether that starts the probing
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
     * The destination asked for a wait. A short one is kept; a longer one is divided into intervals, since the destination may recover
     * earlier.
     *
     * @return whether that starts the probing
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

    /** Counts the end of a call and returns whether it was a probe. */
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

    /** A size that was never accepted is refused: the size before it is kept for longer than the last time. */
    private void shrink(int segments) {
        takenInARow = 0;
        if (segments > proven) {
            most = proven;
            takenToGrow = Math.min(MOST_TAKEN_TO_GROW, 2 * takenToGrow);
        }
    }
}
