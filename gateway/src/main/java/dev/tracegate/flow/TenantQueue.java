package dev.tracegate.flow;

import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.TenantId;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** One tenant's queued segments, removed in batches, trace by trace; and the memory of all the tenant's segments. Owned by one loop. */
final class TenantQueue {
    private final TenantId tenant;
    private final BatchLimits limits;
    private QueueConfig config;
    private final TraceGroups groups = new TraceGroups();
    private int segments;
    private long bytes;
    private long held;
    /** The part of {@link #held} for batches that were read back from disk and are not being sent yet. */
    private long recalled;
    private DeficitRoundRobin turns;
    /** The queue's state in {@link #turns}; changed by that scheduler only. */
    final QueueState turn = new QueueState();

    TenantQueue(TenantId tenant, BatchLimits limits, QueueConfig config, DeficitRoundRobin turns) {
        this.tenant = tenant;
        this.limits = limits;
        this.config = config;
        this.turns = turns;
    }

    TenantId tenant() {
        return tenant;
    }

    /** The scheduler of the tenant's destination. */
    DeficitRoundRobin turns() {
        return turns;
    }

    QueueConfig config() {
        return config;
    }

    /** Sets other limits and the scheduler of another destination. The queue must not be scheduled in the current one. */
    void reconfigure(QueueConfig next, DeficitRoundRobin at) {
        config = next;
        turns = at;
    }

    boolean paused() {
        return turn.place == QueueState.Place.PAUSED;
    }

    int weight() {
        return config.weight();
    }

    /** Adds the charge of segments that enter memory; negative when they leave it. */
    void hold(long charge) {
        held += charge;
    }

    /** Adds the charge of a batch that was read back from disk; negative when it starts to be sent. */
    void recall(long charge) {
        recalled += charge;
    }

    /** Bytes held by the tenant per unit of its weight, plus {@code more}. The tenant with the highest value is furthest over its share. */
    double heldByWeight(long more) {
        return (held + more) / (double) config.weight();
    }

    /** Whether the tenant's own limit has room. Batches read back from disk do not count, because the tenant did not send them now. */
    boolean allows(long charge) {
        return charge <= config.bytes() - (held - recalled);
    }

    void add(Segment segment) {
        groups.add(segment);
        segments++;
        bytes += segment.bytes();
    }

    /** Puts a batch that was taken back to the front. */
    void putBack(Batch returned) {
        groups.putBack(returned.segments());
        segments += returned.size();
        bytes += returned.bytes();
    }

    boolean isEmpty() {
        return segments == 0;
    }

    /** Whether no segment of the tenant is in memory, in the queue or elsewhere. */
    boolean holdsNothing() {
        return held == 0 && isEmpty();
    }

    boolean full() {
        return limits.full(segments, bytes);
    }

    /** When the oldest segment was received, in nanoseconds. Only for a queue that is not empty. */
    long oldestNanos() {
        var oldest = groups.oldest();
        if (oldest == null) {
            throw new IllegalStateException("an empty queue");
        }
        return oldest.oldestNanos();
    }

    /** Takes the oldest traces that fit in one batch. A trace that does not fit starts the next batch. Null if the queue is empty. */
    @Nullable
    Batch take() {
        var taken = new ArrayList<Segment>(Math.min(segments, limits.segments()));
        long size = 0;
        for (var group = groups.oldest(); group != null && fits(group, taken.size(), size); group = groups.oldest()) {
            size += group.moveTo(taken, limits, size);
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
        return count == 0 || limits.fits(count + group.size(), size + group.bytes());
    }

    /** Removes the trace to shed first; null if there is none. */
    @Nullable
    TraceGroup removeLeastValuable(boolean ordinaryOnly) {
        var group = groups.leastValuable(ordinaryOnly);
        if (group != null) {
            groups.remove(group);
            segments -= group.size();
            bytes -= group.bytes();
        }
        return group;
    }
}
