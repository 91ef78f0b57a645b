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

/** The way to one destination: its pace, its calls under way and its batches that wait for another attempt. Owned by the dispatcher's loop. */
final class DestinationRoute {
    /** How soon to look again at a batch that its tenant's retry budget holds back, or that can neither be sent nor put away. */
    private static final long LATER_NANOS = Duration.ofMillis(100).toNanos();

    private static final long NEVER = Long.MIN_VALUE;
    /** Fresh batches for one from disk, while there are both. */
    private static final int FRESH_TO_STORED = 8;

    private final Destination destination;
    private final Endpoint endpoint;
    private final DestinationLimiter pace;
    private final DispatchContext shared;
    private final RetryQueue postponed;
    private int calls;
    private int freshInARow;
    private long passes;
    private long progressedNanos = NEVER;
    private @Nullable Failed lastFailure;
    private long bytes;
    /** Of {@link RouteSchedule}. */
    RouteSchedule.Entry entry = RouteSchedule.Entry.NEVER;

    DestinationRoute(Destination destination, Endpoint endpoint, DestinationLimiter pace, DispatchContext shared) {
        this.destination = destination;
        this.endpoint = endpoint;
        this.pace = pace;
        this.shared = shared;
        this.postponed = new RetryQueue(shared.capacity());
    }

    Destination destination() {
        return destination;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    DestinationLimiter pace() {
        return pace;
    }

    /**
     * When {@link #next} may have a batch; not before {@code now}. {@link Long#MAX_VALUE} where nothing waits, and while no further call may be
     * under way.
     *
     * @param early whether fresh segments leave without waiting for full batches
     */
    long dueNanos(long now, boolean early) {
        if (calls > 0 && !hasSlot()) {
            return Long.MAX_VALUE;
        }
        long work = Math.min(postponed.nextDueNanos(), mayTakeFresh() ? freshDueNanos(early) : Long.MAX_VALUE);
        return work == Long.MAX_VALUE
                ? work
                : Math.max(Math.max(work, now), Math.max(pace.nextNanos(now), endpoint.nextNanos(now)));
    }

    /** Whether it is the others that leave it no room for a further call. */
    boolean isCrowdedOut() {
        return calls > 0 && pace.hasSlot(calls) && !shared.capacity().hasSlotFor(calls, bytes);
    }

    /** Whether nothing but what is stored would be sent now. */
    boolean isIdle(long now) {
        return postponed.nextDueNanos() - now > 0 && shared.flow().nextDueNanos(destination) > now;
    }

    /**
     * The batch to send now, in flight from here on; null where there is none after all. Failed ones whose time has come go before fresh ones,
     * whose segments are younger; stored ones where nothing else is to do, and after so many fresh ones: who keeps sending must not keep
     * what others have on disk from ever leaving it.
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
            return fresh(shared.flow().pollEarly(destination), now);
        }
        var stored = freshInARow >= FRESH_TO_STORED ? stored(now) : null;
        var fresh = stored == null ? fresh(shared.flow().poll(destination, now), now) : null;
        return stored != null ? stored : fresh != null ? fresh : stored(now);
    }

    private @Nullable BatchAttempt<InFlightBatch> fresh(@Nullable InFlightBatch batch, long now) {
        freshInARow++;
        if (batch == null) {
            return null;
        }
        var attempt = BatchAttempt.fresh(batch);
        if (batch.size() <= pace.mostSegments()) {
            return attempt;
        }
        return firstOf(attempt.as(batch.toWaiting()), now);
    }

    /** Sends as many segments of the batch as a call may have; the rest waits for the next call. */
    private BatchAttempt<InFlightBatch> firstOf(BatchAttempt<WaitingBatch> attempt, long now) {
        int most = pace.mostSegments();
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
        shared.capacity().started(batch);
        pace.enter(batch, now);
        endpoint.enter(now);
    }

    /** The call ended; answers whether that changes when calls to the endpoint may start. */
    boolean leave(BatchAttempt<InFlightBatch> attempt, SendOutcome outcome, Duration took, long now) {
        var batch = attempt.batch();
        pace.leave(batch, outcome, took, calls, now);
        switch (outcome) {
            case SendOutcome.Answered answered -> passes++;
            case SendOutcome.NotSent early -> {
            }
            case Failed failed -> lastFailure = failed;
        }
        calls--;
        bytes -= batch.bytes();
        shared.capacity().ended(batch);
        return endpoint.leave(outcome, attempt.history().wasRefusedOnTheWay(), now);
    }

    /** Calls that X-Ray has answered with 200. */
    long passes() {
        return passes;
    }

    /** A segment was delivered, refused or shed, or no segment waits. */
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

    /** How the last call since then ended, or the last one to the endpoint where that is away; null where none has ended. */
    @Nullable
    Failed lastFailure() {
        return lastFailure != null || endpoint.reachable() ? lastFailure : endpoint.lastFailure();
    }

    /** Whether a call was made since then, or none can be made. A batch that only waits for its linger is not stalled. */
    boolean isTried() {
        return calls > 0 || lastFailure() != null;
    }

    /** Whether no call is under way and nothing waits to be sent. */
    boolean hasNothingElse() {
        return calls == 0 && postponed.isEmpty() && !shared.flow().hasReady(destination)
                && !shared.spilling().hasNext(destination);
    }

    /** The batch, which is not in flight, is sent when its time comes. */
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

    private boolean mayRetry(BatchAttempt<WaitingBatch> retry, long now) {
        var tenant = retry.batch().tenant();
        if (shared.gates().shut(tenant, now)) {
            if (!shared.spilling().putAway(retry)) {
                postponed.add(retry, now + LATER_NANOS);
            }
            return false;
        }
        if (!retry.history().isFree() && !shared.gates().admitsRetry(tenant, now)) {
            postponed.add(retry, now + LATER_NANOS);
            return false;
        }
        return true;
    }

    private @Nullable BatchAttempt<InFlightBatch> stored(long now) {
        for (var attempt = shared.spilling().next(destination); attempt != null; attempt = shared.spilling()
                .next(destination)) {
            if (!shared.gates().shut(attempt.batch().tenant(), now)) {
                freshInARow = 0;
                return firstOf(attempt, now);
            }
            shared.spilling().putAway(attempt);
        }
        return null;
    }

    private long freshDueNanos(boolean early) {
        boolean something = early ? shared.flow().hasReady(destination) : shared.spilling().hasNext(destination);
        return something ? Long.MIN_VALUE : early ? Long.MAX_VALUE : shared.flow().nextDueNanos(destination);
    }

    private boolean hasSlot() {
        return pace.hasSlot(calls) && shared.capacity().hasSlotFor(calls, bytes);
    }

    private boolean mayTakeFresh() {
        return shared.capacity().mayPostponeMore(postponed.bytes());
    }
}
