package dev.tracegate.dispatch;

import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.retry.Backoff;
import dev.tracegate.retry.CircuitBreaker;
import dev.tracegate.retry.RetryBudget;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How failed batches come back. A batch is tried again until it is delivered, refused for good or the run ends: only the memory budget gives
 * segments up.
 *
 * @param failures waits after failures of the connection or the server
 * @param throttles waits after X-Ray asked for less
 */
record RetryPolicy(Backoff failures, Backoff throttles, RetryBudget budget, SendGate gate) {
    /** Attempts that fail in a row before the endpoint counts as away: more than one stray reset, less than a second at any load. */
    private static final int FAILURES_TO_OPEN = 5;
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration FIRST_THROTTLE_WAIT = Duration.ofMillis(500);
    /** The longest that recovery can go unnoticed. */
    private static final Duration MOST_WAIT = Duration.ofSeconds(10);
    private static final Duration FIRST_CREDENTIALS_WAIT = Duration.ofSeconds(1);
    private static final Duration MOST_CREDENTIALS_WAIT = Duration.ofSeconds(30);
    /** Enough for two seconds of full concurrency to fail at once. */
    private static final int BUDGET = 100;
    private static final double EARNED_PER_SUCCESS = 1;

    static RetryPolicy standard(RandomGenerator random) {
        var failures = new Backoff(FIRST_WAIT, MOST_WAIT, random);
        var credentials = new Backoff(FIRST_CREDENTIALS_WAIT, MOST_CREDENTIALS_WAIT, random);
        var gate = new SendGate(new CircuitBreaker(FAILURES_TO_OPEN, failures), new CircuitBreaker(1, credentials));
        return new RetryPolicy(failures, new Backoff(FIRST_THROTTLE_WAIT, MOST_WAIT, random),
                new RetryBudget(BUDGET, EARNED_PER_SUCCESS), gate);
    }

    /** @param retry 1 for the first */
    Duration waitBefore(int retry, Failed failed) {
        var wait = failed.cause() == SendOutcome.Cause.THROTTLED ? throttles.before(retry) : failures.before(retry);
        var asked = failed.retryAfter();
        return asked != null && asked.compareTo(wait) > 0 ? asked : wait;
    }
}
