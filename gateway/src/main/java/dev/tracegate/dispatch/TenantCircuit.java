package dev.tracegate.dispatch;

import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.retry.CircuitBreaker;
import dev.tracegate.retry.RetryBudget;
import dev.tracegate.tenant.TenantId;

/** Decides whether one tenant may send, from the state of its credentials and its retry budget. */
final class TenantCircuit {
    /** Maximum doublings of the wait for credentials that are being fetched, to 8 times the first wait: thousands of roles are assumed one after another. */
    private static final int MAX_DOUBLINGS = 3;

    private final TenantId tenant;
    private final CircuitBreaker credentials;
    private final RetryBudget retries;
    private int early;
    private long closedNanos = Long.MIN_VALUE / 2;
    /** Whether the tenant's queue is paused; changed by {@link TenantCircuits} only. */
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

    /** When a call may next start; {@code now} or earlier for immediately, {@link Long#MAX_VALUE} while a probe is in flight. */
    long nextNanos(long now) {
        return credentials.nextAttemptNanos(now);
    }

    boolean admitsRetry(long now) {
        return retries.spend(now);
    }

    /** Closes the circuit: the tenant may send immediately. A refusal of a call that is under way now does not open it. */
    void close(long now) {
        credentials.succeeded();
        early = 0;
        closedNanos = now;
    }

    /** A call starts. Call only when {@link #nextNanos} allows it. */
    void enter(long now) {
        credentials.admit(now);
    }

    /** A call ended that was started at {@code startedNanos}. */
    void leave(SendOutcome outcome, long startedNanos, long now) {
        switch (outcome) {
            case SendOutcome.Answered answered -> {
                credentials.succeeded();
                retries.success();
                early = 0;
            }
            case SendOutcome.NotSent(var retryAfter) ->
                credentials.early(now, retryAfter.multipliedBy(1L << Math.min(early++, MAX_DOUBLINGS)));
            case Failed failed -> {
                switch (failed.cause()) {
                    case NO_CREDENTIALS, ACCESS_DENIED -> refused(startedNanos, now); // ignores Retry-After
                    case SERVER, ON_THE_WAY, TIMEOUT, CONNECTION -> credentials.unproven(now);
                    case THROTTLED, CONTENT_REFUSED, CLOCK_SKEW, EXPIRED_CREDENTIALS -> credentials.succeeded();
                }
            }
        }
    }

    private void refused(long startedNanos, long now) {
        if (startedNanos - closedNanos < 0) {
            credentials.unproven(now); // of credentials that have been replaced
        } else {
            credentials.failed(now);
        }
    }
}
