package dev.tracegate.dispatch;

import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.retry.Backoff;
import dev.tracegate.retry.CircuitBreaker;
import dev.tracegate.retry.Concurrency;
import dev.tracegate.retry.RetryBudget;
import dev.tracegate.tenant.TenantId;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Delays and limits of sending. A batch is sent again until it is delivered, it is refused permanently or the process stops; before that,
 * segments are shed only for lack of memory. Creates the limiters and circuits of each destination, Region and tenant.
 */
public final class RetryPolicy {
    /** Failures in a row after which the endpoint counts as unreachable: more than a few random resets, and less than a second at any load. */
    private static final int FAILURES_TO_OPEN = 5;
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    /** Short, because the send rate limits what is sent after a throttle; the random part spreads the retries of several gateways. */
    private static final Duration FIRST_THROTTLE_WAIT = Duration.ofMillis(100);
    private static final Duration MAX_THROTTLE_WAIT = Duration.ofSeconds(1);
    /** The maximum time until a recovery is detected. Only one call at a time probes an unreachable Region, so a short wait costs little. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(2);
    /** The first wait of a batch after a longer Retry-After. It doubles at each attempt, up to {@code MAX_ASKED_WAIT}. */
    private static final Duration FIRST_ASKED_WAIT = Duration.ofSeconds(1);
    private static final Duration MAX_ASKED_WAIT = Duration.ofSeconds(5);
    private static final Duration FIRST_CREDENTIALS_WAIT = Duration.ofSeconds(1);
    private static final Duration MAX_CREDENTIALS_WAIT = Duration.ofSeconds(30);
    /** Doublings after which {@link #MAX_ASKED_WAIT} is exceeded; bounded, so that the shift does not overflow. */
    private static final int MAX_DOUBLINGS = 10;
    /** Maximum retries that a tenant can accumulate: enough if all calls of 2 s at full concurrency fail together. */
    private static final int BUDGET = 100;
    private static final double EARNED_PER_SUCCESS = 1;
    /** Concurrent calls at the start and at low load: 100 calls per second if each takes 80 ms. */
    private static final int FIRST_CONCURRENCY = 8;

    /** Retries earned per second without any success, so that a recovery is detected after all calls have failed. */
    private static final double EARNED_PER_SECOND = 10;
    /** The memory budget divided by this number may wait for another attempt. */
    private static final int POSTPONED_OF_BUDGET = 8;

    private final int concurrency;
    private final long bytesInFlight;
    private final Backoff failures;
    private final Backoff throttles;
    private final Backoff credentials;

    /**
     * @param concurrency maximum calls in flight, 1 or more
     * @param bytesInFlight bytes of documents in those calls beyond which no further call starts
     */
    public RetryPolicy(int concurrency, long bytesInFlight, RandomGenerator random) {
        this.concurrency = concurrency;
        this.bytesInFlight = bytesInFlight;
        this.failures = new Backoff(FIRST_WAIT, MAX_WAIT, random);
        this.throttles = new Backoff(FIRST_THROTTLE_WAIT, MAX_THROTTLE_WAIT, random);
        this.credentials = new Backoff(FIRST_CREDENTIALS_WAIT, MAX_CREDENTIALS_WAIT, random);
    }

    /** @param budget bytes of the memory budget */
    SharedCapacity capacity(long budget) {
        return new SharedCapacity(concurrency, bytesInFlight, budget / POSTPONED_OF_BUDGET);
    }

    /** For a destination. */
    DestinationLimiter limiter() {
        return new DestinationLimiter(new Concurrency(Math.min(FIRST_CONCURRENCY, concurrency), concurrency));
    }

    /** For a Region. */
    Endpoint endpoint() {
        return new Endpoint(new CircuitBreaker(FAILURES_TO_OPEN, failures));
    }

    TenantCircuit circuit(TenantId tenant) {
        return new TenantCircuit(tenant, new CircuitBreaker(1, credentials),
                new RetryBudget(BUDGET, EARNED_PER_SUCCESS, EARNED_PER_SECOND));
    }

    /** @param retry number of the retry, 1 for the first */
    Duration waitBefore(int retry, Failed failed) {
        if (failed.cause() == SendOutcome.Cause.THROTTLED) {
            return throttles.before(retry); // the send rate delays the destination
        }
        var wait = failures.before(retry);
        var asked = failed.retryAfter();
        return asked == null ? wait : longer(wait, shorter(asked, maxAsked(retry)));
    }

    private static Duration maxAsked(int retry) {
        return shorter(MAX_ASKED_WAIT, FIRST_ASKED_WAIT.multipliedBy(1L << Math.min(retry - 1, MAX_DOUBLINGS)));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
