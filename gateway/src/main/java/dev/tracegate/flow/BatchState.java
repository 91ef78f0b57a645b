package dev.tracegate.flow;

import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.TenantId;
import java.util.List;

/**
 * A batch between its tenant's queue and its outcome. Each state has one method per legal transition. A transition updates the segment ledger and the
 * memory budget and then calls the {@link FlowListener}. No other code changes the ledger's counts of a batch.
 *
 * <pre>
 * Flow.poll ──► InFlightBatch ──► delivered | dead-lettered
 *                 ▲      │
 *                 │      ▼
 *             WaitingBatch ──► LeavingBatch ──► stored | shed
 *                 ▲      │        ▲    ▲
 *                 │      │        │    └── Flow.spill, Flow.pollAny, InFlightBatch
 *                 │      └──► back in the queue
 * Flow.recall ──► RecalledBatch
 * </pre>
 *
 * A state is used once: a second transition of a segment throws {@link IllegalStateException}. Owned by the loop
 * of {@link Flow}.
 */
public abstract sealed class BatchState permits InFlightBatch, LeavingBatch, RecalledBatch, WaitingBatch {
    private final Batch batch;
    final BatchAccounts accounts;
    /** Segments that are still in this state. */
    private int remaining;

    BatchState(Batch batch, BatchAccounts accounts) {
        this.batch = batch;
        this.accounts = accounts;
        this.remaining = batch.size();
    }

    /** The segments as they entered this state, whether or not they are still in it. */
    public final Batch batch() {
        return batch;
    }

    public final TenantId tenant() {
        return batch.tenant();
    }

    /** As {@link Batch#segments} of {@link #batch}. */
    public final List<Segment> segments() {
        return batch.segments();
    }

    /** As {@link Batch#size} of {@link #batch}. */
    public final int size() {
        return batch.size();
    }

    /** Whether every segment has left this state. */
    public final boolean isOver() {
        return remaining == 0;
    }

    /** All segments leave this state. */
    final Batch leave() {
        leave(batch.size());
        return batch;
    }

    /** Some segments of the batch leave this state. */
    final Batch leave(List<Segment> some) {
        leave(some.size());
        return some.size() == batch.size() ? batch : Batch.of(batch.tenant(), some);
    }

    final void leave(int segments) {
        if (segments > remaining) {
            throw new IllegalStateException(segments + " of " + batch.size() + " segments of tenant " + batch.tenant()
                    + " cannot leave " + getClass().getSimpleName() + ": " + remaining + " are left in it");
        }
        remaining -= segments;
    }
}
