package dev.tracegate.flow;

import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.TenantId;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** One tenant's waiting segments, cut into batches trace by trace, and what the tenant holds in all. Owned by one loop. */
final class TenantQueue {
    private final TenantId tenant;
    private final BatchLimits batch;
    private final QueueConfig terms;
    private final TraceGroups groups = new TraceGroups();
    private int segments;
    private long bytes;
    private long held;
    /** Part of {@link #held}: batches read back from disk that nobody has begun to send. */
    private long recalled;
    private final DeficitRoundRobin turns;
    /** Of {@link #turns}. */
    final QueueState turn = new QueueState();

    TenantQueue(TenantId tenant, BatchLimits batch, QueueConfig terms, DeficitRoundRobin turns) {
        this.tenant = tenant;
        this.batch = batch;
        this.terms = terms;
        this.turns = turns;
    }

    TenantId tenant() {
        return tenant;
    }

    /** Those of its destination. */
    DeficitRoundRobin turns() {
        return turns;
    }

    boolean paused() {
        return turn.place == QueueState.Place.PAUSED;
    }

    int weight() {
        return terms.weight();
    }

    /** Charges from a segment's arrival to its end, wherever it is meanwhile; negative at its end. */
    void hold(long charge) {
        held += charge;
    }

    /** Adds the charge of a batch that was read back from disk; negative when its sending begins. */
    void recall(long charge) {
        recalled += charge;
    }

    /** How much of a share of 1 this tenant would hold with {@code more}; the greater, the further over its share. */
    double heldByWeight(long more) {
        return (held + more) / (double) terms.weight();
    }

    /** Whether the tenant's own limit has room. Batches read back from disk do not count: it was not the tenant that brought them. */
    boolean allows(long charge) {
        return charge <= terms.bytes() - (held - recalled);
    }

    void add(Segment segment) {
        groups.add(segment);
        segments++;
        bytes += segment.bytes();
    }

    /** A batch that was taken comes back to the front. */
    void putBack(Batch returned) {
        groups.putBack(returned.segments());
        segments += returned.size();
        bytes += returned.bytes();
    }

    boolean isEmpty() {
        return segments == 0;
    }

    boolean full() {
        return batch.full(segments, bytes);
    }

    /** Arrival of the oldest segment; only of a queue that has one. */
    long oldestNanos() {
        var oldest = groups.oldest();
        if (oldest == null) {
            throw new IllegalStateException("an empty queue");
        }
        return oldest.oldestNanos();
    }

    /** The oldest traces that fit one batch; one that does not fit whole begins the next batch. Null where there are none. */
    @Nullable
    Batch take() {
        var taken = new ArrayList<Segment>(Math.min(segments, batch.segments()));
        long size = 0;
        for (var group = groups.oldest(); group != null && fits(group, taken.size(), size); group = groups.oldest()) {
            size += group.moveTo(taken, batch, size);
            if (!group.isEmpty()) {
                break;
            }
            groups.remove(group);
        }
        segments -= taken.size();
        bytes -= size;
        return taken.isEmpty() ? null : new Batch(tenant, taken, size);
    }

    private boolean fits(TraceGroup group, int count, long size) {
        return count == 0 || batch.fits(count + group.size(), size + group.bytes());
    }

    /** Takes out the trace that is worth least; null where there is none. */
    @Nullable
    TraceGroup giveUp(boolean ordinaryOnly) {
        var group = groups.leastWorth(ordinaryOnly);
        if (group != null) {
            groups.remove(group);
            segments -= group.size();
            bytes -= group.bytes();
        }
        return group;
    }
}
