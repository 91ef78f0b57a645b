package dev.tracegate.flow;

import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.TenantLedger;
import dev.tracegate.tenant.TenantId;

/** Applies the transitions of a {@link BatchState} to the ledger, the memory budget and the tenant's queue. Each method is one part of a transition. */
final class BatchAccounts {
    private final SegmentBudget budget;
    private final SegmentLedger ledger;
    private final TenantQueues queues;
    private final FlowListener listener;

    BatchAccounts(SegmentBudget budget, SegmentLedger ledger, TenantQueues queues, FlowListener listener) {
        this.budget = budget;
        this.ledger = ledger;
        this.queues = queues;
        this.listener = listener;
    }

    FlowListener listener() {
        return listener;
    }

    /** Bytes of the memory budget that the batch takes. */
    long charge(Batch batch) {
        return budget.charge(batch.size(), batch.bytes());
    }

    void queuedToInFlight(Batch batch) {
        var counts = ledger.of(batch.tenant());
        counts.queued(-batch.size(), -batch.bytes());
        counts.inFlight(batch.size());
        listener.started(batch);
    }

    void inFlightToQueued(Batch batch) {
        var counts = ledger.of(batch.tenant());
        counts.inFlight(-batch.size());
        counts.queued(batch.size(), batch.bytes());
        listener.waiting(batch);
    }

    /** Segments in flight leave memory. The caller counts their new place in the returned ledger. */
    TenantLedger end(Batch batch) {
        return end(batch.tenant(), batch.size(), batch.bytes());
    }

    /** As {@link #end(Batch)}. */
    TenantLedger end(TenantId tenant, long segments, long bytes) {
        long charge = budget.charge(segments, bytes);
        budget.release(charge);
        queues.of(tenant).hold(-charge);
        var counts = ledger.of(tenant);
        counts.inFlight(-segments);
        return counts;
    }

    void retried(Batch batch) {
        ledger.of(batch.tenant()).retried(batch.size());
    }

    /** The batch goes back to its queue. The ledger does not change, because a waiting batch counts as queued, too. */
    void requeue(Batch batch) {
        queues.putBack(batch);
    }

    /** A batch on disk is in memory again. */
    void recall(Batch batch) {
        long charge = charge(batch);
        budget.take(charge);
        var queue = queues.of(batch.tenant());
        queue.hold(charge);
        queue.recall(charge);
        var counts = ledger.of(batch.tenant());
        counts.spooled(-batch.size());
        counts.queued(batch.size(), batch.bytes());
        listener.waiting(batch);
    }

    /** A batch that was read back from disk counts towards its tenant's limit from now on. */
    void begin(Batch batch) {
        queues.of(batch.tenant()).recall(-charge(batch));
    }
}
