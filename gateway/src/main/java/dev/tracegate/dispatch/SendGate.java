package dev.tracegate.dispatch;

import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.retry.CircuitBreaker;

/**
 * Whether a call may start, learnt from how the last ones ended: one breaker for the endpoint being reachable, one for the credentials being
 * there and accepted. Throttles open neither; they only say that X-Ray is there.
 */
final class SendGate {
    private final CircuitBreaker endpoint;
    private final CircuitBreaker credentials;

    SendGate(CircuitBreaker endpoint, CircuitBreaker credentials) {
        this.endpoint = endpoint;
        this.credentials = credentials;
    }

    /** When a call may next start; {@code now} or earlier for at once, {@link Long#MAX_VALUE} while a probe is out. */
    long nextNanos(long now) {
        return Math.max(endpoint.nextAttemptNanos(now), credentials.nextAttemptNanos(now));
    }

    /** A call starts; only when {@link #nextNanos} allows it. */
    void enter(long now) {
        endpoint.admit(now);
        credentials.admit(now);
    }

    /** A call ended. */
    void leave(SendOutcome outcome, long now) {
        switch (outcome) {
            case SendOutcome.Answered answered -> accepted();
            case Failed failed -> failed(failed, now);
        }
    }

    private void failed(Failed failed, long now) {
        switch (failed.cause()) {
            case THROTTLED, CONTENT_REFUSED, CLOCK_SKEW, EXPIRED_CREDENTIALS -> accepted();
            case SERVER, TIMEOUT, CONNECTION -> {
                endpoint.failed(now);
                credentials.unproven(now);
            }
            case NO_CREDENTIALS -> {
                endpoint.unproven(now);
                credentials.failed(now);
            }
            case ACCESS_DENIED -> {
                endpoint.succeeded();
                credentials.failed(now);
            }
        }
    }

    private void accepted() {
        endpoint.succeeded();
        credentials.succeeded();
    }

    boolean endpointReachable() {
        return endpoint.closed();
    }

    boolean credentialsAccepted() {
        return credentials.closed();
    }
}
