package dev.tracegate.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the n-th retry: a random part of a bound that doubles ("full jitter"), so that many senders that failed together do
 * not come back together.
 *
 * @param first the bound of the first wait
 * @param most the bound never grows beyond this
 */
public record Backoff(Duration first, Duration most, RandomGenerator random) {
    /** 2^30 times anything is beyond any bound in use, and shifts no further. */
    private static final int MOST_DOUBLINGS = 30;

    /** @param retry 1 for the first */
    public Duration before(int retry) {
        long bound = Math.min(most.toNanos(), saturatedShift(first.toNanos(), Math.min(retry - 1, MOST_DOUBLINGS)));
        return Duration.ofNanos(random.nextLong(bound + 1));
    }

    private static long saturatedShift(long nanos, int doublings) {
        return nanos > Long.MAX_VALUE >> doublings ? Long.MAX_VALUE - 1 : nanos << doublings;
    }
}
