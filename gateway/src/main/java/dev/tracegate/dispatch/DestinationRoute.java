package dev.tracegate.dispatch;

import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.flow.Batch;
import dev.tracegate.flow.InFlightBatch;
import dev.tracegate.flow.WaitingBatch;
import dev.tracegate.tenant.Destination;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One destination: its limiter, its calls in flight, and its batches that wait for another attempt. Owned by the dispatcher's loop. */
final class DestinationRoute {
    /** Delay before the next check of a batch that exceeds its tenant's retry budget, or that can neither be sent nor stored. */
    private static final long LATER_NANOS = Duration.ofMillis(100).toNanos();

    private static final long NEVER = Long.MIN_VALUE;
    /** Fresh batches sent per batch from disk while there are both. */
    private static final int FRESH_TO_STORED = 8;

    private final Destination destination;
    private final Endpoint endpoint;
    private final DestinationLimiter limiter;
    private final DispatchContext context;
    private final RetryQueue postponed;
    private int calls;
    private int freshInARow;
    private long passes;
    private long progressedNanos = NEVER;
    private @Nullable Failed lastFailure;
    private long bytes;
    /** The route's entry in the schedule; changed by {@link RouteSchedule} only. */
    RouteSchedule.Entry entry = RouteSchedule.Entry.NEVER;

    DestinationRoute(Destination destination, Endpoint endpoint, DestinationLimiter limiter, DispatchContext context) {
        this.destination = destination;
        this.endpoint = endpoint;
        this.limiter = limiter;
        this.context = context;
        this.postponed = new RetryQueue(context.capacity());
    }

    Destination destination() {
        return destination;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    DestinationLimiter limiter() {
        return limiter;
    }

    /**
     * When {@link #next} may have a batch; not before {@code now}. {@link Long#MAX_VALUE} where nothing waits, or no further call may start
     * When {@link #next} may have a batch
     *
     * @param early whether fresh segments are sent without waiting for full batches
     */
    long dueNanos(long now, boolean early) {
        if (calls > 0 && !hasSlot()) {
            return Long.MAX_VALUE;
        }
        long work = Math.min(postponed.nextDueNanos(), mayTakeFresh() ? freshDueNanos(early) : Long.MAX_VALUE);
        return work == Long.MAX_VALUE
                ? work
                : Math.max(Math.max(work, now), Math.max(limiter.nextNanos(now), endpoint.nextNanos(now)));
    }

    /** Whether the calls of other routes prevent a further call of this route. */
    boolean isCrowdedOut() {
        return calls > 0 && limiter.hasSlot(calls) && !context.capacity().hasSlotFor(calls, bytes);
    }

    /** Whether only batches from disk could be sent now. */
    boolean isIdle(long now) {
        return postponed.nextDueNanos() - now > 0 && context.flow().nextDueNanos(destination) > now;
    }

    /**
     * The batch to send now; null if there is none after all. Order: failed batches that are due, because their segments are older; then fresh ones;
     * then batches from disk. After every {@link #FRESH_TO_STORED} fresh batches one from disk is sent, so that a tenant that sends without a pause
     * cannot keep other tenants' batches on disk forever.
     */
    @Nullable
    BatchAttempt<InFlightBatch> next(long now, boolean early) {
        for (var retry = postponed.poll(now); retry != null; retry = postponed.poll(now)) {
            if (mayRetry(retry, now)) {
                return firstOf(retry, now);
            }
        }
        if (!mayTakeFresh()) {
            return null;
        }
        if (early) {
            return fresh(context.flow().pollEarly(destination), now);
        }
        var stored = freshInARow >= FRESH_TO_STORED ? stored(now) : null;
        var fresh = stored == null ? fresh(context.flow().poll(destination, now), now) : null;
        return stored != null ? stored : fresh != null ? fresh : stored(now);
    }

    private @Nullable BatchAttempt<InFlightBatch> fresh(@Nullable InFlightBatch batch, long now) {
        freshInARow++;
        if (batch == null) {
            return null;
        }
        var attempt = BatchAttempt.fresh(batch);
        if (batch.size() <= limiter.maxSegments()) {
            return attempt;
        }
        return firstOf(attempt.as(batch.toWaiting()), now);
    }

    /** The first part of the batch, up to the maximum of a call. The other segments wait for the next call. */
    private BatchAttempt<InFlightBatch> firstOf(BatchAttempt<WaitingBatch> attempt, long now) {
        int most = limiter.maxSegments();
        if (attempt.batch().size() <= most) {
            return attempt.as(attempt.state().toInFlight());
        }
        var parts = attempt.state().split(most);
        postponed.add(attempt.as(parts.rest()), now);
        return attempt.as(parts.first().toInFlight());
    }

    /** A call with the batch starts. */
    void enter(Batch batch, long now) {
        calls++;
        bytes += batch.bytes();
        context.capacity().started(batch);
        limiter.enter(batch, now);
        endpoint.enter(now);
    }

    /** The call ended. Returns whether that changes when calls to the endpoint may start. */
    boolean leave(BatchAttempt<InFlightBatch> attempt, SendOutcome outcome, Duration took, long now) {
        var batch = attempt.batch();
        limiter.leave(batch, outcome, took, calls, now);
        switch (outcome) {
            case SendOutcome.Answered answered -> passes++;
            case SendOutcome.NotSent early -> {
            }
            case Failed failed -> lastFailure = failed;
        }
        calls--;
        bytes -= batch.bytes();
        context.capacity().ended(batch);
        return endpoint.leave(outcome, attempt.history().wasRefusedOnTheWay(), now);
    }

    /** Calls that X-Ray has answered with 200. */
    long passes() {
        return passes;
    }

    /** A segment was delivered or refused, or no segment waits. */
    void progressed(long now) {
        progressedNanos = now;
        lastFailure = null;
    }

    /** Whether {@link #progressed} was called before. */
    boolean isKnown() {
        return progressedNanos != NEVER;
    }

    long progressedNanos() {
        return progressedNanos;
    }

    /** The failure of the last call since {@link #progressed}, or of the last call to the endpoint if that is unreachable; null if none has failed. */
    @Nullable
    Failed lastFailure() {
        return lastFailure != null || endpoint.reachable() ? lastFailure : endpoint.lastFailure();
    }

    /** Whether a call was made since {@link #progressed}, or no call can be made. A batch that is only lingering is not stalled. */
    boolean isTried() {
        return calls > 0 || lastFailure() != null;
    }

    /** Whether no call is in flight and nothing waits to be sent. */
    boolean hasNothingElse() {
        return isAtRest() && !context.flow().hasReady(destination);
    }

    /** Whether no call is under way and no batch waits outside the queues. */
    boolean isAtRest() {
        return calls == 0 && postponed.isEmpty() && !context.overflow().hasNext(destination);
    }

    /** Keeps the batch until {@code dueNanos}. */
    void postpone(BatchAttempt<WaitingBatch> attempt, long dueNanos) {
        postponed.add(attempt, dueNanos);
    }

    boolean hasPostponed() {
        return !postponed.isEmpty();
    }

    void forEachPostponed(Consumer<BatchAttempt<WaitingBatch>> what) {
        postponed.forEach(what);
    }

    List<BatchAttempt<WaitingBatch>> removePostponed() {
        return postponed.removeAll();
    }

    /** Removes the waiting batches of tenants that have another destination now. */
    List<BatchAttempt<WaitingBatch>> removeMoved() {
        return postponed.removeOf(tenant -> !context.flow().destination(tenant).equals(destination));
    }

    private boolean mayRetry(BatchAttempt<WaitingBatch> retry, long now) {
        var tenant = retry.batch().tenant();
        if (context.circuits().isOpen(tenant, now)) {
            if (!context.overflow().putAway(retry)) {
                postponed.add(retry, now + LATER_NANOS);
            }
            return false;
        }
        if (!retry.history().isFree() && !context.circuits().admitsRetry(tenant, now)) {
            postponed.add(retry, now + LATER_NANOS);
            return false;
        }
        return true;
    }

    private @Nullable BatchAttempt<InFlightBatch> stored(long now) {
        for (var attempt = context.overflow().next(destination); attempt != null; attempt = context.overflow()
                .next(destination)) {
            if (!context.circuits().isOpen(attempt.batch().tenant(), now)) {
                freshInARow = 0;
                return firstOf(attempt, now);
            }
            context.overflow().putAway(attempt);
        }
        return null;
    }

    private long freshDueNanos(boolean early) {
        boolean something = early ? context.flow().hasReady(destination) : context.overflow().hasNext(destination);
        return something ? Long.MIN_VALUE : early ? Long.MAX_VALUE : context.flow().nextDueNanos(destination);
    }

    private boolean hasSlot() {
        return limiter.hasSlot(calls) && context.capacity().hasSlotFor(calls, bytes);
    }

    private boolean mayTakeFresh() {
        return context.capacity().mayPostponeMore(postponed.bytes());
    }
}
