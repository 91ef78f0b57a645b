package dev.tracegate.flow;

import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.TenantId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Between arrival and upload: takes offers within the memory budget, hands out batches in turns, and books what becomes of every segment. A
 * batch handed out is in flight until the caller says how it ended. Owned by one loop; knows no clock but the times it is given (nanoseconds
 * of the gateway's monotonic clock).
 */
public final class Flow {
    private final BatchLimits limits;
    private final Budget budget;
    private final Books books;
    private final Function<TenantId, QueueLimits> limitsOf;
    private final Map<TenantId, TenantQueue> queues = new HashMap<>();
    private final Turns turns;
    private final Shedding shedding;
    private final FlowListener listener;

    /** For tenants with equal shares. */
    public Flow(BatchLimits limits, Budget budget, Books books) {
        this(limits, budget, books, tenant -> QueueLimits.OPEN);
    }

    /** Without a listener. */
    public Flow(BatchLimits limits, Budget budget, Books books, Function<TenantId, QueueLimits> limitsOf) {
        this(limits, budget, books, limitsOf, FlowListener.NONE);
    }

    /** @param limitsOf asked once a tenant */
    public Flow(BatchLimits limits, Budget budget, Books books, Function<TenantId, QueueLimits> limitsOf,
            FlowListener listener) {
        this.limits = limits;
        this.budget = budget;
        this.books = books;
        this.limitsOf = limitsOf;
        this.turns = new Turns(limits.lingerNanos());
        this.listener = listener;
        this.shedding = new Shedding(budget, books, turns, listener);
    }

    /** Presents a segment that has just been received. Where there is no room, what is worth less gives way, or it is shed itself. */
    public Offer offer(TenantId tenant, Segment segment) {
        var ledger = books.of(tenant);
        ledger.received();
        var queue = queue(tenant);
        long charge = budget.charge(1, segment.bytes());
        if (!queue.allows(charge) && !shedding.makeOwnRoom(queue, segment, charge)) {
            return shed(ledger, tenant, segment, Offer.QUEUE_FULL);
        }
        if (!budget.fits(charge) && !shedding.makeRoom(queue, segment, charge, queues.values())) {
            return shed(ledger, tenant, segment, shedding.denied() ? Offer.ACCESS_DENIED : Offer.BUFFER_FULL);
        }
        budget.take(charge);
        queue.hold(charge);
        ledger.queued(1, segment.bytes());
        queue.add(segment);
        turns.added(queue);
        listener.queued(tenant, segment);
        return Offer.ACCEPTED;
    }

    private Offer shed(Ledger ledger, TenantId tenant, Segment segment, Offer.Shed offer) {
        ledger.shed(offer.reason(), 1);
        listener.shed(tenant, List.of(segment), offer.reason());
        return offer;
    }

    /** Whether the credentials are refused at present: that is then why memory is full, and the reason of what is shed for it. */
    public void denied(boolean denied) {
        shedding.denied(denied);
    }

    /** The next batch that is full or due at {@code now}, in flight from here on; null where there is none yet. */
    public @Nullable Batch poll(long now) {
        return handOut(turns.next(now), now);
    }

    /** Any batch at all, full or not: for the end of the run. */
    public @Nullable Batch pollEarly() {
        return handOut(turns.any(), Long.MIN_VALUE / 2);
    }

    /** Whether no segment waits here; those in flight and postponed are with the caller. */
    public boolean isEmpty() {
        return turns.isEmpty();
    }

    /** When {@link #poll} will next have something without a further offer; {@link Long#MAX_VALUE} for never. */
    public long nextDueNanos() {
        return turns.nextDueNanos();
    }

    /** The batch will be sent once more, later: it waits with the caller, booked as queued. */
    public void postponed(Batch batch) {
        var ledger = books.of(batch.tenant());
        ledger.inFlight(-batch.size());
        ledger.queued(batch.size(), batch.bytes());
        listener.waiting(batch);
    }

    /** A postponed batch is sent again. */
    public void resumed(Batch batch) {
        var ledger = books.of(batch.tenant());
        ledger.queued(-batch.size(), -batch.bytes());
        ledger.inFlight(batch.size());
        ledger.retried(batch.size());
        listener.started(batch);
    }

    /** A batch that waits with the caller is sent for the first time. */
    public void started(Batch batch) {
        var ledger = books.of(batch.tenant());
        ledger.queued(-batch.size(), -batch.bytes());
        ledger.inFlight(batch.size());
        listener.started(batch);
    }

    /**
     * The oldest segments of whoever of these is furthest over its share, in flight from here on, to be put on disk; null where nothing waits.
     */
    public @Nullable Batch spill(Predicate<TenantId> may) {
        var queue = Shedding.furthestOver(queues.values(), may);
        return handOut(queue, Long.MIN_VALUE / 2);
    }

    /** A batch in flight is on disk, and no longer in memory. */
    public void spooled(Batch batch) {
        end(batch.tenant(), batch.size(), batch.bytes()).spooled(batch.size());
        listener.spooled(batch);
    }

    /** A batch on disk is in memory again, and waits with the caller. The caller sees to it that there is room. */
    public void unspooled(Batch batch) {
        long charge = budget.charge(batch.size(), batch.bytes());
        budget.take(charge);
        queue(batch.tenant()).hold(charge);
        var ledger = books.of(batch.tenant());
        ledger.spooled(-batch.size());
        ledger.queued(batch.size(), batch.bytes());
        listener.waiting(batch);
    }

    /** Bytes of the memory budget in use. */
    public long used() {
        return budget.used();
    }

    /** Bytes of the memory budget. */
    public long limit() {
        return budget.limit();
    }

    /**
     * Segments in flight arrived.
     *
     * @param requestId X-Ray's id of the call; null where it sent none
     */
    public void delivered(Batch batch, @Nullable String requestId) {
        end(batch.tenant(), batch.size(), batch.bytes()).delivered(batch.size());
        listener.delivered(batch.tenant(), batch.segments(), requestId);
    }

    /** A segment in flight was refused for good. */
    public void deadLettered(TenantId tenant, Segment segment, Refusal refusal) {
        end(tenant, 1, segment.bytes()).deadLettered(refusal.code(), 1);
        listener.deadLettered(tenant, segment, refusal);
    }

    /** A batch in flight was given up. */
    public void shed(Batch batch, ShedReason reason) {
        end(batch.tenant(), batch.size(), batch.bytes()).shed(reason, batch.size());
        listener.shed(batch.tenant(), batch.segments(), reason);
    }

    private Ledger end(TenantId tenant, long segments, long bytes) {
        long charge = budget.charge(segments, bytes);
        budget.release(charge);
        queue(tenant).hold(-charge);
        var ledger = books.of(tenant);
        ledger.inFlight(-segments);
        return ledger;
    }

    private @Nullable Batch handOut(@Nullable TenantQueue queue, long now) {
        var batch = queue == null ? null : queue.take();
        if (queue == null || batch == null) {
            return null;
        }
        turns.sent(queue, budget.charge(batch.size(), batch.bytes()), now);
        var ledger = books.of(batch.tenant());
        ledger.queued(-batch.size(), -batch.bytes());
        ledger.inFlight(batch.size());
        listener.started(batch);
        return batch;
    }

    private TenantQueue queue(TenantId tenant) {
        var queue = queues.get(tenant); // the common case, without a lambda
        return queue == null
                ? queues.computeIfAbsent(tenant, id -> new TenantQueue(id, limits, limitsOf.apply(id)))
                : queue;
    }
}
