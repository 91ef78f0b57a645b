package dev.tracegate.flow;

import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.flow.ledger.TenantLedger;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.Destination;
import dev.tracegate.tenant.TenantId;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Between arrival and upload: takes offers within the memory budget, hands out batches in turns, and books what becomes of every segment. A
 * batch handed out is in flight until the caller says how it ended. Owned by one loop; knows no clock but the times it is given (nanoseconds
 * of the gateway's monotonic clock).
 */
public final class Flow {
    /** A time at which nothing is due yet. */
    private static final long EARLY = Long.MIN_VALUE / 2;

    private final BatchLimits limits;
    private final SegmentBudget budget;
    private final SegmentLedger books;
    private final Function<TenantId, QueueConfig> termsOf;
    private final Map<TenantId, TenantQueue> queues = new HashMap<>();
    private final Map<Destination, DeficitRoundRobin> turns = new HashMap<>();
    private final ArrayDeque<DeficitRoundRobin> changed = new ArrayDeque<>();
    private long weights;
    private final Linger linger;
    private final Shedding shedding;
    private final FlowListener listener;

    /** For tenants with equal shares and one destination. */
    public Flow(BatchLimits limits, SegmentBudget budget, SegmentLedger books) {
        this(limits, budget, books, tenant -> QueueConfig.OPEN);
    }

    /** Without a listener. */
    public Flow(BatchLimits limits, SegmentBudget budget, SegmentLedger books,
            Function<TenantId, QueueConfig> termsOf) {
        this(limits, budget, books, termsOf, FlowListener.NONE);
    }

    /** @param termsOf asked once a tenant */
    public Flow(BatchLimits limits, SegmentBudget budget, SegmentLedger books, Function<TenantId, QueueConfig> termsOf,
            FlowListener listener) {
        this.limits = limits;
        this.budget = budget;
        this.books = books;
        this.termsOf = termsOf;
        this.linger = new Linger(limits.lingerNanos());
        this.listener = listener;
        this.shedding = new Shedding(budget, books, listener);
    }

    /** Presents a segment that has just been received. Where there is no room, what is worth less gives way, or it is shed itself. */
    public Offer offer(TenantId tenant, Segment segment) {
        var ledger = books.of(tenant);
        ledger.received();
        var queue = queue(tenant);
        long charge = budget.charge(1, segment.bytes());
        if (!queue.allows(charge) && !shedding.makeOwnRoom(queue, segment, charge)) {
            return shed(ledger, tenant, segment, Shedding.reason(queue, ShedReason.QUEUE_FULL));
        }
        if (!budget.fits(charge) && !shedding.makeRoom(queue, segment, charge, queues.values())) {
            return shed(ledger, tenant, segment, Shedding.reason(queue, ShedReason.BUFFER_FULL));
        }
        budget.take(charge);
        queue.hold(charge);
        ledger.queued(1, segment.bytes());
        queue.add(segment);
        if (queue.turns().added(queue)) {
            change(queue.turns());
        }
        listener.queued(tenant, segment);
        return Offer.ACCEPTED;
    }

    private Offer shed(TenantLedger ledger, TenantId tenant, Segment segment, ShedReason reason) {
        ledger.shed(reason, 1);
        listener.shed(tenant, List.of(segment), reason);
        return new Offer.Shed(reason);
    }

    /** Where the tenant's segments go. */
    public Destination destination(TenantId tenant) {
        return queue(tenant).turns().destination();
    }

    /** A destination for which something may be sent sooner than {@link #nextDueNanos} said before; null where there is no further one. */
    public @Nullable Destination nextChanged() {
        var next = changed.poll();
        if (next == null) {
            return null;
        }
        next.changed = false;
        return next.destination();
    }

    /** The next batch for the destination that is full or due at {@code now}, in flight from here on; null where there is none yet. */
    public @Nullable Batch poll(Destination destination, long now) {
        return handOut(turns(destination).next(now), now);
    }

    /** Any batch for the destination, full or not, of a tenant that may send: for the end of the run. */
    public @Nullable Batch pollEarly(Destination destination) {
        return handOut(turns(destination).any(), EARLY);
    }

    /** Whether {@link #pollEarly} has something. */
    public boolean hasReady(Destination destination) {
        return turns(destination).hasAny();
    }

    /** Any batch at all, of a tenant that may not send too: to be put away. */
    public @Nullable Batch pollAny() {
        for (var queue : queues.values()) {
            if (!queue.isEmpty()) {
                return handOut(queue, EARLY);
            }
        }
        return null;
    }

    /** Whether no segment waits here; those in flight and postponed are with the caller. */
    public boolean isEmpty() {
        return queues.values().stream().allMatch(TenantQueue::isEmpty);
    }

    /** Segments that wait in memory or on disk, by destination. */
    public Map<Destination, Long> waiting() {
        var waiting = new HashMap<Destination, Long>();
        queues.forEach((tenant, queue) -> waiting.merge(queue.turns().destination(), books.of(tenant).waiting(),
                Long::sum));
        return waiting;
    }

    /** When {@link #poll} will next have something without a further offer; {@link Long#MAX_VALUE} for never. */
    public long nextDueNanos(Destination destination) {
        return turns(destination).nextDueNanos();
    }

    /** The tenant may not send until {@link #resume}: its segments wait, and what is shed of them is shed for {@link ShedReason#ACCESS_DENIED}. */
    public void pause(TenantId tenant) {
        var queue = queue(tenant);
        queue.turns().pause(queue);
    }

    /** The tenant may send; nothing where it may already. */
    public void resume(TenantId tenant) {
        var queue = queue(tenant);
        queue.turns().resume(queue);
        change(queue.turns());
    }

    /** The batch will be sent once more, later: it waits with the caller, booked as queued. */
    public void postponed(Batch batch) {
        var ledger = books.of(batch.tenant());
        ledger.inFlight(-batch.size());
        ledger.queued(batch.size(), batch.bytes());
        listener.waiting(batch);
    }

    /** A postponed batch is in flight again. */
    public void resumed(Batch batch) {
        var ledger = books.of(batch.tenant());
        ledger.queued(-batch.size(), -batch.bytes());
        ledger.inFlight(batch.size());
        listener.started(batch);
    }

    /** A postponed batch goes back to the front of its tenant's queue. */
    public void returned(Batch batch) {
        var queue = queue(batch.tenant());
        queue.putBack(batch);
        if (queue.turns().added(queue)) {
            change(queue.turns());
        }
    }

    /** A call was made with the batch, and it was not the first one. */
    public void sentAgain(Batch batch) {
        books.of(batch.tenant()).retried(batch.size());
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
        var batch = queue == null ? null : queue.take();
        if (queue != null && batch != null) {
            // what is not sent is no part of its turns
            handOut(queue, batch, 0, EARLY);
        }
        return batch;
    }

    /**
     * Batches that have a segment which was received before, in flight from here on, to be put on disk.
     *
     * @param may asked before each batch
     */
    public void spillOlder(Predicate<TenantId> may, long receivedNanos, Consumer<Batch> to) {
        for (var queue : List.copyOf(queues.values())) {
            while (!queue.isEmpty() && queue.oldestNanos() - receivedNanos < 0 && may.test(queue.tenant())) {
                var batch = queue.take();
                if (batch == null) {
                    break;
                }
                handOut(queue, batch, 0, EARLY);
                to.accept(batch);
            }
        }
    }

    /** How long a batch that is not full waits for more now. */
    public long lingerNanos() {
        return linger.nanos();
    }

    /** A batch in flight is on disk, and no longer in memory. */
    public void spooled(Batch batch) {
        end(batch.tenant(), batch.size(), batch.bytes()).spooled(batch.size());
        listener.spooled(batch);
    }

    /** A batch on disk is in memory again, and waits with the caller until {@link #begun}. The caller sees to it that there is room. */
    public void unspooled(Batch batch) {
        long charge = budget.charge(batch.size(), batch.bytes());
        budget.take(charge);
        var queue = queue(batch.tenant());
        queue.hold(charge);
        queue.bringBack(charge);
        var ledger = books.of(batch.tenant());
        ledger.spooled(-batch.size());
        ledger.queued(batch.size(), batch.bytes());
        listener.waiting(batch);
    }

    /** A batch that was on disk waits no longer. */
    public void begun(Batch batch) {
        queue(batch.tenant()).bringBack(-budget.charge(batch.size(), batch.bytes()));
    }

    /** Bytes of the memory budget in use. */
    public long used() {
        return budget.used();
    }

    /** Whether the tenant holds no more than such a part of its share of the budget. */
    public boolean holdsAtMost(double part, TenantId tenant) {
        return queue(tenant).heldByWeight(0) * weights <= part * budget.limit();
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
    public void deadLettered(TenantId tenant, Segment segment, SegmentRefusal refusal) {
        end(tenant, 1, segment.bytes()).deadLettered(refusal.code(), 1);
        listener.deadLettered(tenant, segment, refusal);
    }

    /** A batch in flight was given up. */
    public void shed(Batch batch, ShedReason reason) {
        end(batch.tenant(), batch.size(), batch.bytes()).shed(reason, batch.size());
        listener.shed(batch.tenant(), batch.segments(), reason);
    }

    private TenantLedger end(TenantId tenant, long segments, long bytes) {
        long charge = budget.charge(segments, bytes);
        budget.release(charge);
        queue(tenant).hold(-charge);
        var ledger = books.of(tenant);
        ledger.inFlight(-segments);
        return ledger;
    }

    private @Nullable Batch handOut(@Nullable TenantQueue queue, long now) {
        var batch = queue == null ? null : queue.take();
        if (queue != null && batch != null) {
            handOut(queue, batch, budget.charge(batch.size(), batch.bytes()), now);
        }
        return batch;
    }

    private void handOut(TenantQueue queue, Batch batch, long charge, long now) {
        queue.turns().sent(queue, charge, now);
        var ledger = books.of(batch.tenant());
        ledger.queued(-batch.size(), -batch.bytes());
        ledger.inFlight(batch.size());
        listener.started(batch);
    }

    private void change(DeficitRoundRobin at) {
        if (!at.changed) {
            at.changed = true;
            changed.add(at);
        }
    }

    private DeficitRoundRobin turns(Destination destination) {
        return turns.computeIfAbsent(destination, at -> new DeficitRoundRobin(at, linger));
    }

    private TenantQueue queue(TenantId tenant) {
        var queue = queues.get(tenant); // the common case, without a lambda
        return queue == null ? queues.computeIfAbsent(tenant, this::open) : queue;
    }

    private TenantQueue open(TenantId tenant) {
        var terms = termsOf.apply(tenant);
        weights += terms.weight();
        return new TenantQueue(tenant, limits, terms, turns(terms.destination()));
    }
}
