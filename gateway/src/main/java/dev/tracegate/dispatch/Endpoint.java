package dev.tracegate.dispatch;

import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.retry.CircuitBreaker;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * X-Ray in one Region, and whether calls reach it. All destinations in the Region share it. A throttle or a refusal by X-Ray counts as reached.
 */
final class Endpoint {
    private final CircuitBreaker breaker;
    private final List<DestinationRoute> routes = new ArrayList<>();
    private @Nullable Failed lastFailure;

    Endpoint(CircuitBreaker breaker) {
        this.breaker = breaker;
    }

    void add(DestinationRoute route) {
        routes.add(route);
    }

    void remove(DestinationRoute route) {
        routes.remove(route);
    }

    List<DestinationRoute> routes() {
        return routes;
    }

    /** The failure of the last failed call; null if none has failed. */
    @Nullable
    Failed lastFailure() {
        return lastFailure;
    }

    /** Whether the latest calls reached the endpoint. Any thread. */
    boolean reachable() {
        return breaker.closed();
    }

    /** When a call may next start; {@code now} or earlier for immediately, {@link Long#MAX_VALUE} while a probe is in flight. */
    long nextNanos(long now) {
        return breaker.nextAttemptNanos(now);
    }

    /** A call starts. Call only when {@link #nextNanos} allows it. */
    void enter(long now) {
        breaker.admit(now);
    }

    /**
     * A call ended.
     *
     * @param refusedBefore whether something on the way has refused this batch before. Then the batch may be the cause of another refusal, which is no
     *     evidence that the endpoint is unreachable
     * @return whether that changes when the next call may start
     */
    boolean leave(SendOutcome outcome, boolean refusedBefore, long now) {
        long before = breaker.nextAttemptNanos(now);
        if (outcome instanceof Failed failed) {
            lastFailure = failed;
        }
        switch (outcome) {
            case SendOutcome.Answered answered -> breaker.succeeded();
            case SendOutcome.NotSent early -> breaker.unproven(now);
            case Failed failed -> {
                switch (failed.cause()) {
                    case SERVER, TIMEOUT, CONNECTION -> breaker.failed(now);
                    case ON_THE_WAY -> {
                        if (!refusedBefore || !breaker.closed()) {
                            breaker.failed(now);
                        }
                    }
                    case NO_CREDENTIALS -> breaker.unproven(now); // no call was sent
                    case THROTTLED, CONTENT_REFUSED, CLOCK_SKEW, EXPIRED_CREDENTIALS, ACCESS_DENIED ->
                        breaker.succeeded();
                }
            }
        }
        return breaker.nextAttemptNanos(now) != before;
    }
}
