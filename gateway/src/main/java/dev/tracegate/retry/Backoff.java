package dev.tracegate.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the n-th retry. The bound of the wait doubles with each retry. A random part of the bound keeps senders that failed
 * together from returning together.
 *
 * @param first bound of the first wait
 * @param longest the bound never grows beyond this
 * @param jitter which part of the bound is random
 */
public record Backoff(Duration first, Duration longest, Jitter jitter, RandomGenerator random) {
    /** Keeps the shift in range; 2^30 times any first bound in use exceeds any longest bound. */
    private static final int MAX_DOUBLINGS = 30;

    /** Which part of the bound is random. */
    public enum Jitter {
        /** The wait is anything from 0 to the bound ("full jitter"): it spreads senders the most. */
        FULL,
        /** The wait is at least half the bound ("equal jitter"): for services that must not be called again at once. */
        HALF
    }

    /** Waits of 0 to the bound. */
    public Backoff(Duration first, Duration longest, RandomGenerator random) {
        this(first, longest, Jitter.FULL, random);
    }

    /** Waits of half the bound to the bound. */
    public static Backoff halfJitter(Duration first, Duration longest, RandomGenerator random) {
        return new Backoff(first, longest, Jitter.HALF, random);
    }

    /** @param retry number of the retry, 1 for the first */
    public Duration before(int retry) {
        long bound = bound(retry);
        long certain = jitter == Jitter.HALF ? bound / 2 : 0;
        return Duration.ofNanos(certain + random.nextLong(bound - certain + 1));
    }

    private long bound(int retry) {
        int doublings = Math.min(retry - 1, MAX_DOUBLINGS);
        long nanos = first.toNanos();
        long doubled = nanos > Long.MAX_VALUE >> doublings ? Long.MAX_VALUE - 1 : nanos << doublings;
        return Math.min(longest.toNanos(), doubled);
    }
}
