package dev.tracegate.dispatch;

import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.retry.CircuitBreaker;
import dev.tracegate.retry.RetryBudget;
import dev.tracegate.tenant.TenantId;

/** What a tenant may send, whatever the others do: whether its credentials are there and accepted, and the retries it has left. */
final class TenantCircuit {
    /** Where thousands of roles are assumed one after the other, who waits looks ever more rarely: up to eight times. */
    private static final int MOST_DOUBLINGS = 3;

    private final TenantId tenant;
    private final CircuitBreaker credentials;
    private final RetryBudget retries;
    private int early;
    /** Whether flow has been told to give the tenant no turn. */
    boolean paused;

    TenantCircuit(TenantId tenant, CircuitBreaker credentials, RetryBudget retries) {
        this.tenant = tenant;
        this.credentials = credentials;
        this.retries = retries;
    }

    TenantId tenant() {
        return tenant;
    }

    /** From any thread. */
    boolean accepted() {
        return credentials.closed();
    }

    /** When a call may next start; {@code now} or earlier for at once, {@link Long#MAX_VALUE} while a probe is out. */
    long nextNanos(long now) {
        return credentials.nextAttemptNanos(now);
    }

    boolean admitsRetry(long now) {
        return retries.spend(now);
    }

    /** A call starts; only when {@link #nextNanos} allows it. */
    void enter(long now) {
        credentials.admit(now);
    }

    /** A call ended. */
    void leave(SendOutcome outcome, long now) {
        switch (outcome) {
            case SendOutcome.Answered answered -> {
                credentials.succeeded();
                retries.success();
                early = 0;
            }
            case SendOutcome.NotSent(var lookAgain) ->
                credentials.early(now, lookAgain.multipliedBy(1L << Math.min(early++, MOST_DOUBLINGS)));
            case Failed failed -> {
                switch (failed.cause()) {
                    case NO_CREDENTIALS, ACCESS_DENIED -> credentials.failed(now); // whatever Retry-After it names
                    case SERVER, ON_THE_WAY, TIMEOUT, CONNECTION -> credentials.unproven(now);
                    case THROTTLED, CONTENT_REFUSED, CLOCK_SKEW, EXPIRED_CREDENTIALS -> credentials.succeeded();
                }
            }
        }
    }
}
