package dev.tracegate.dispatch;

import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.retry.CircuitBreaker;
import dev.tracegate.retry.RetryBudget;
import dev.tracegate.tenant.TenantId;

/** Whether one tenant may send: are its credentials there and accepted, and how many retries has it left? */
final class TenantCircuit {
    /** Doublings of the wait for credentials that are being fetched, up to 8 times the first: thousands of roles are assumed one after the other. */
    private static final int MOST_DOUBLINGS = 3;

    private final TenantId tenant;
    private final CircuitBreaker credentials;
    private final RetryBudget retries;
    private int early;
    /** Whether the tenant's queue is paused; changed by {@link TenantCircuits} alone. */
    boolean paused;

    TenantCircuit(TenantId tenant, CircuitBreaker credentials, RetryBudget retries) {
        this.tenant = tenant;
        this.credentials = credentials;
        this.retries = retries;
    }

    TenantId tenant() {
        return tenant;
    }

    /** Whether the last calls showed that the credentials are accepted. Any thread. */
    boolean accepted() {
        return credentials.closed();
    }

    /** When a call may next start; {@code now} or earlier for at once, {@link Long#MAX_VALUE} while a probe is under way. */
    long nextNanos(long now) {
        return credentials.nextAttemptNanos(now);
    }

    boolean admitsRetry(long now) {
        return retries.spend(now);
    }

    /** The tenant may send at once, as if nothing had been refused. */
    void close() {
        credentials.succeeded();
        early = 0;
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
            case SendOutcome.NotSent(var retryAfter) ->
                credentials.early(now, retryAfter.multipliedBy(1L << Math.min(early++, MOST_DOUBLINGS)));
            case Failed failed -> {
                switch (failed.cause()) {
                    case NO_CREDENTIALS, ACCESS_DENIED -> credentials.failed(now); // without regard to a Retry-After
                    case SERVER, ON_THE_WAY, TIMEOUT, CONNECTION -> credentials.unproven(now);
                    case THROTTLED, CONTENT_REFUSED, CLOCK_SKEW, EXPIRED_CREDENTIALS -> credentials.succeeded();
                }
            }
        }
    }
}
