package dev.tracegate.dispatch;

import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.retry.CircuitBreaker;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * X-Ray of one Region, and whether calls get through to it, learnt from how the last ones ended: all destinations there share it. Throttles
 * and refusals only say that X-Ray is there.
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

    List<DestinationRoute> routes() {
        return routes;
    }

    /** How the last call that failed did; null where none has. */
    @Nullable
    Failed lastFailure() {
        return lastFailure;
    }

    /** From any thread. */
    boolean reachable() {
        return breaker.closed();
    }

    /** When a call may next start; {@code now} or earlier for at once, {@link Long#MAX_VALUE} while a probe is out. */
    long nextNanos(long now) {
        return breaker.nextAttemptNanos(now);
    }

    /** A call starts; only when {@link #nextNanos} allows it. */
    void enter(long now) {
        breaker.admit(now);
    }

    /**
     * A call ended.
     *
     * @param refusedBefore whether something on the way has refused this batch before: another refusal may be about the batch, and does not show
     *     that the endpoint is away
     * @return whether that changes when the next may start
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
                    case NO_CREDENTIALS -> breaker.unproven(now); // it was never sent
                    case THROTTLED, CONTENT_REFUSED, CLOCK_SKEW, EXPIRED_CREDENTIALS, ACCESS_DENIED ->
                        breaker.succeeded();
                }
            }
        }
        return breaker.nextAttemptNanos(now) != before;
    }
}
