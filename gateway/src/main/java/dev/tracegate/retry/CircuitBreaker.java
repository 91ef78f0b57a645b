package dev.tracegate.retry;

import java.time.Duration;

/**
 * Stops calls to a service that fails, and detects with single probes when it works again.
 *
 * <pre>
 *   closed --(n failures in a row)--> open --(wait over)--> probing --success--> closed
 *                                      ^                       |
 *                                      +-------failure---------+   (the wait grows)
 * </pre>
 *
 * While probing, one attempt is in flight and no other may start. Confined to one event loop; times are nanoseconds of the gateway's
 * monotonic clock.
 */
public final class CircuitBreaker {

    /** Closed, open until a time, or probing. */
    public sealed interface State {
        record Closed(int failuresInARow) implements State {}

        record Open(long untilNanos, int opened) implements State {}

        record Probing(int opened) implements State {}
    }

    private final int failuresToOpen;
    private final Backoff waits;
    /** Volatile, because other threads read it. */
    private volatile State state = new State.Closed(0);

    /**
     * @param failuresToOpen failures in a row that open the breaker
     * @param waits how long it stays open, by how often in a row it has opened
     */
    public CircuitBreaker(int failuresToOpen, Backoff waits) {
        this.failuresToOpen = failuresToOpen;
        this.waits = waits;
    }

    /** Whether an attempt may start now. If it is the probe, no other attempt may start until it ends. */
    public boolean admit(long now) {
        return switch (state) {
            case State.Closed closed -> true;
            case State.Probing probing -> false;
            case State.Open open when open.untilNanos() - now > 0 -> false;
            case State.Open open -> {
                state = new State.Probing(open.opened());
                yield true;
            }
        };
    }

    /** An attempt succeeded: closes the breaker. */
    public void succeeded() {
        state = new State.Closed(0);
    }

    /** An attempt failed. */
    public void failed(long now) {
        state = switch (state) {
            case State.Closed(int failures) when failures + 1 < failuresToOpen -> new State.Closed(failures + 1);
            case State.Closed closed -> opened(now, 1);
            case State.Probing(int opened) -> opened(now, opened + 1);
            case State.Open open -> open; // an attempt that was in flight when the breaker opened
        };
    }

    /**
     * The attempt ended without a result about the guarded service, for example because the network failed. A probe may be repeated at
     * once.
     */
    public void unproven(long now) {
        if (state instanceof State.Probing(int opened)) {
            state = new State.Open(now, opened);
        }
    }

    /** The attempt came too early, and the next may start after this wait. It does not count as a failure, and later waits do not grow. */
    public void early(long now, Duration wait) {
        int opened = switch (state) {
            case State.Closed closed -> 0;
            case State.Probing probing -> probing.opened();
            case State.Open open -> open.opened();
        };
        state = new State.Open(now + wait.toNanos(), opened);
    }

    /** When the next attempt may start: {@code now} if at once, {@link Long#MAX_VALUE} while a probe is in flight. */
    public long nextAttemptNanos(long now) {
        return switch (state) {
            case State.Closed closed -> now;
            case State.Open open -> open.untilNanos();
            case State.Probing probing -> Long.MAX_VALUE;
        };
    }

    /** Whether all attempts may start. Any thread. */
    public boolean closed() {
        return state instanceof State.Closed;
    }

    private State opened(long now, int times) {
        return new State.Open(now + waits.before(times).toNanos(), times);
    }
}
