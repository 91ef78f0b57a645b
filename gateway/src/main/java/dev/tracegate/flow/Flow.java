package dev.tracegate.flow;

import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.flow.ledger.TenantLedger;
import dev.tracegate.sampling.head.KeepRate;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.Destination;
import dev.tracegate.tenant.TenantId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Queues between arrival and upload. Accepts segments while the memory budget has room, and hands out batches, alternating between tenants. The caller
 * receives a batch as a {@link BatchState} and reports its progress by calling the methods of that state. Owned by one loop. Has no clock: callers pass
 * the time in nanoseconds of the process's monotonic clock.
 */
public final class Flow {
    /** Earlier than any due time: a batch handed out at this time leaves nothing of its queue due. */
    private static final long EARLY = Long.MIN_VALUE / 2;

    private final SegmentBudget budget;
    private final SegmentLedger ledger;
    private final TenantQueues queues;
    private final Shedding shedding;
    private final BatchAccounts accounts;
    private final FlowListener listener;

    /** For tenants with equal shares and one destination. */
    public Flow(BatchLimits limits, SegmentBudget budget, SegmentLedger ledger) {
        this(limits, budget, ledger, tenant -> QueueConfig.OPEN);
    }

    /** Without a listener. */
    public Flow(BatchLimits limits, SegmentBudget budget, SegmentLedger ledger,
            Function<TenantId, QueueConfig> configOf) {
        this(limits, budget, ledger, configOf, FlowListener.NONE);
    }

    /** @param configOf called when a tenant first sends, and again by {@link #reconfigure} */
    public Flow(BatchLimits limits, SegmentBudget budget, SegmentLedger ledger,
            Function<TenantId, QueueConfig> configOf, FlowListener listener) {
        this.budget = budget;
        this.ledger = ledger;
        this.queues = new TenantQueues(limits, configOf);
        this.shedding = new Shedding(budget, ledger, listener);
        this.accounts = new BatchAccounts(budget, ledger, queues, listener);
        this.listener = listener;
    }

    /** Offers a segment that has just been received. If there is no room, less valuable queued segments are shed for it, or it is shed itself. */
    public Offer offer(TenantId tenant, Segment segment) {
        var counts = ledger.of(tenant);
        counts.received();
        var queue = queues.of(tenant);
        long charge = budget.charge(1, segment.bytes());
        if (!queue.allows(charge) && !shedding.makeOwnRoom(queue, segment, charge)) {
            return shed(counts, tenant, segment, Shedding.reason(queue, ShedReason.QUEUE_FULL));
        }
        if (!budget.fits(charge) && !shedding.makeRoom(queue, segment, charge, queues.all())) {
            return shed(counts, tenant, segment, Shedding.reason(queue, ShedReason.BUFFER_FULL));
        }
        budget.take(charge);
        queue.hold(charge);
        counts.queued(1, segment.bytes());
        queues.add(queue, segment);
        listener.queued(tenant, segment);
        return Offer.ACCEPTED;
    }

    /** Presents a segment that its tenant's keep rate, which is below 1, has kept. */
    public Offer offerKept(TenantId tenant, Segment segment, KeepRate rate) {
        listener.kept(segment, rate);
        return offer(tenant, segment);
    }

    /** Counts a document that its tenant's keep rate has dropped. */
    public void sampledOut(TenantId tenant, SampledOut document, KeepRate rate) {
        var counts = ledger.of(tenant);
        counts.received();
        counts.sampledOut(KeepRate.RULE);
        listener.sampledOut(tenant, document, rate);
    }

    private Offer shed(TenantLedger counts, TenantId tenant, Segment segment, ShedReason reason) {
        counts.shed(reason, 1);
        listener.shed(tenant, List.of(segment), reason);
        return new Offer.Shed(reason);
    }

    /**
     * Applies changed limits, weights and destinations to the tenants' queues. Queued segments go to the new destination; batches outside their queue
     * are not affected.
     */
    public void reconfigure() {
        queues.reconfigure();
    }

    /** Removes the empty queues of these tenants. A tenant that sends again gets a new queue. */
    public void release(Predicate<TenantId> gone) {
        queues.release(gone);
    }

    /** Whether the tenant has a queue: it has sent, and its queue was not released since. */
    public boolean hasQueue(TenantId tenant) {
        return queues.isOpen(tenant);
    }

    /** Destinations of all tenants with a queue. */
    public Set<Destination> destinations() {
        return queues.destinations();
    }

    /** The destination of the tenant's segments. */
    public Destination destination(TenantId tenant) {
        return queues.of(tenant).turns().destination();
    }

    /** A destination with something to send sooner than {@link #nextDueNanos} last returned; null if there is no further one. */
    public @Nullable Destination nextChanged() {
        return queues.nextChanged();
    }

    /** The next batch for the destination that is full or due at {@code now}; null if there is none yet. */
    public @Nullable InFlightBatch poll(Destination destination, long now) {
        return inFlight(queues.turns(destination).next(now), now);
    }

    /** Any batch for the destination, full or not, of a tenant that may send: for the drain. Null if there is none. */
    public @Nullable InFlightBatch pollEarly(Destination destination) {
        return inFlight(queues.turns(destination).any(), EARLY);
    }

    /** Whether {@link #pollEarly} returns a batch. */
    public boolean hasReady(Destination destination) {
        return queues.turns(destination).hasAny();
    }

    /** Any batch, also of a tenant that may not send, to be stored or shed; null if nothing waits. */
    public @Nullable LeavingBatch pollAny() {
        for (var queue : queues.all()) {
            var batch = queue.take();
            if (batch != null) {
                return leaving(queue, batch, accounts.charge(batch));
            }
        }
        return null;
    }

    /** The oldest segments of the tenant that is furthest over its share, to be stored; null if nothing waits of a tenant that {@code may}. */
    public @Nullable LeavingBatch spill(Predicate<TenantId> may) {
        var queue = Shedding.furthestOver(queues.all(), may);
        var batch = queue == null ? null : queue.take();
        return queue == null || batch == null ? null : spilled(queue, batch);
    }

    /**
     * Takes every batch with a segment received before {@code receivedNanos}, to be stored.
     *
     * @param may whether batches of the tenant can be stored; called before each batch
     */
    public void spillOlder(Predicate<TenantId> may, long receivedNanos, Consumer<LeavingBatch> to) {
        for (var queue : List.copyOf(queues.all())) {
            while (!queue.isEmpty() && queue.oldestNanos() - receivedNanos < 0 && may.test(queue.tenant())) {
                var batch = queue.take();
                if (batch == null) {
                    break;
                }
                to.accept(spilled(queue, batch));
            }
        }
    }

    /** A batch from disk is in memory again. The caller must ensure that the memory budget has room. */
    public RecalledBatch recall(Batch batch) {
        accounts.recall(batch);
        return new RecalledBatch(batch, accounts);
    }

    /** Whether no segment is in a queue. Batches that were handed out do not count. */
    public boolean isEmpty() {
        return queues.all().stream().allMatch(TenantQueue::isEmpty);
    }

    /** Segments that wait in memory or on disk, by destination. */
    public Map<Destination, Long> waiting() {
        var waiting = new HashMap<Destination, Long>();
        queues.all()
                .forEach(queue -> waiting.merge(queue.turns().destination(), ledger.of(queue.tenant()).waiting(),
                        Long::sum));
        return waiting;
    }

    /** When {@link #poll} will next return a batch without a further offer; {@link Long#MAX_VALUE} for never. */
    public long nextDueNanos(Destination destination) {
        return queues.turns(destination).nextDueNanos();
    }

    /**
     * Stops sending of the tenant until {@link #resume}: its segments wait. Segments shed meanwhile have the reason
     * {@link ShedReason#ACCESS_DENIED}.
     */
    public void pause(TenantId tenant) {
        queues.pause(tenant);
    }

    /** Lets the tenant send again. Does nothing if the tenant is not paused. */
    public void resume(TenantId tenant) {
        queues.resume(tenant);
    }

    /** The current linger in nanoseconds: how long a batch that is not full waits for more segments. */
    public long lingerNanos() {
        return queues.lingerNanos();
    }

    /** Bytes of the memory budget in use. */
    public long used() {
        return budget.used();
    }

    /** Bytes of the memory budget. */
    public long limit() {
        return budget.limit();
    }

    /** Whether the tenant uses at most this part, 0 to 1, of its share of the budget. */
    public boolean holdsAtMost(double part, TenantId tenant) {
        return queues.of(tenant).heldByWeight(0) * queues.weights() <= part * budget.limit();
    }

    private @Nullable InFlightBatch inFlight(@Nullable TenantQueue queue, long now) {
        var batch = queue == null ? null : queue.take();
        if (queue == null || batch == null) {
            return null;
        }
        queue.turns().sent(queue, accounts.charge(batch), now);
        accounts.queuedToInFlight(batch);
        return new InFlightBatch(batch, accounts);
    }

    /** A batch that is stored is not charged to its tenant's credit. */
    private LeavingBatch spilled(TenantQueue queue, Batch batch) {
        return leaving(queue, batch, 0);
    }

    private LeavingBatch leaving(TenantQueue queue, Batch batch, long charge) {
        queue.turns().sent(queue, charge, EARLY);
        accounts.queuedToInFlight(batch);
        return new LeavingBatch(batch, accounts);
    }
}
