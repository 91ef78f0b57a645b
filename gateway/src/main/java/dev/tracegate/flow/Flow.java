package dev.tracegate.flow;

import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.TenantId;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
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
    private final Map<TenantId, TenantQueue> queues = new HashMap<>();
    /** Tenants with segments, in order of their turns. */
    private final ArrayDeque<TenantQueue> turns = new ArrayDeque<>();

    public Flow(BatchLimits limits, Budget budget, Books books) {
        this.limits = limits;
        this.budget = budget;
        this.books = books;
    }

    /** Presents a segment that has just been received. */
    public Offer offer(TenantId tenant, Segment segment) {
        var ledger = books.of(tenant);
        ledger.received();
        if (!budget.take(segment.bytes())) {
            ledger.shed(ShedReason.BUFFER_FULL, 1);
            return Offer.BUFFER_FULL;
        }
        ledger.queued(1, segment.bytes());
        var queue = queues.computeIfAbsent(tenant, id -> new TenantQueue(id, limits));
        if (queue.isEmpty()) {
            turns.add(queue);
        }
        queue.add(segment);
        return Offer.ACCEPTED;
    }

    /** The next batch that is full or due at {@code now}, in flight from here on; null where there is none yet. */
    public @Nullable Batch poll(long now) {
        for (int i = turns.size(); i > 0; i--) {
            var queue = turns.remove();
            if (queue.full() || queue.dueNanos() - now <= 0) {
                return handOut(queue);
            }
            turns.add(queue);
        }
        return null;
    }

    /** Any batch at all, full or not: for the end of the run. */
    public @Nullable Batch pollEarly() {
        var queue = turns.poll();
        return queue == null ? null : handOut(queue);
    }

    /** Whether no segment waits here; those in flight and postponed are with the caller. */
    public boolean isEmpty() {
        return turns.isEmpty();
    }

    /** When {@link #poll} will next have something without a further offer; {@link Long#MAX_VALUE} for never. */
    public long nextDueNanos() {
        long next = Long.MAX_VALUE;
        for (var queue : turns) {
            next = queue.full() ? Long.MIN_VALUE : Math.min(next, queue.dueNanos());
            if (next == Long.MIN_VALUE) {
                break;
            }
        }
        return next;
    }

    /** The batch will be sent once more, later: it waits with the caller, booked as queued. */
    public void postponed(Batch batch) {
        var ledger = books.of(batch.tenant());
        ledger.inFlight(-batch.size());
        ledger.queued(batch.size(), batch.bytes());
    }

    /** A postponed batch is sent again. */
    public void resumed(Batch batch) {
        var ledger = books.of(batch.tenant());
        ledger.queued(-batch.size(), -batch.bytes());
        ledger.inFlight(batch.size());
        ledger.retried(batch.size());
    }

    /** Segments in flight arrived. */
    public void delivered(TenantId tenant, long segments, long bytes) {
        end(tenant, segments, bytes).delivered(segments);
    }

    /** A segment in flight was refused for good. */
    public void deadLettered(TenantId tenant, Segment segment, String code) {
        end(tenant, 1, segment.bytes()).deadLettered(code, 1);
    }

    /** A batch in flight was given up. */
    public void shed(Batch batch, ShedReason reason) {
        end(batch.tenant(), batch.size(), batch.bytes()).shed(reason, batch.size());
    }

    private Ledger end(TenantId tenant, long segments, long bytes) {
        budget.release(bytes);
        var ledger = books.of(tenant);
        ledger.inFlight(-segments);
        return ledger;
    }

    private @Nullable Batch handOut(TenantQueue queue) {
        var batch = queue.take();
        if (!queue.isEmpty()) {
            turns.add(queue);
        }
        if (batch != null) {
            var ledger = books.of(batch.tenant());
            ledger.queued(-batch.size(), -batch.bytes());
            ledger.inFlight(batch.size());
        }
        return batch;
    }
}
