package dev.tracegate.flow;

import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.TenantId;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** One tenant's queued segments, which leave in batches, trace by trace; and the memory that all of the tenant's segments take. Owned by one loop. */
final class TenantQueue {
    private final TenantId tenant;
    private final BatchLimits limits;
    private QueueConfig config;
    private final TraceGroups groups = new TraceGroups();
    private int segments;
    private long bytes;
    private long held;
    /** Part of {@link #held}: batches read back from disk whose sending has not begun. */
    private long recalled;
    private DeficitRoundRobin turns;
    /** The queue's place in {@link #turns}, which alone changes it. */
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

    /** The turns of the tenant's destination. */
    DeficitRoundRobin turns() {
        return turns;
    }

    QueueConfig config() {
        return config;
    }

    /** Other limits, and the turns of another destination. The queue has no place in its present turns. */
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

    /** Adds the charge of segments that entered memory; negative when they leave it. In between it stays, wherever they are. */
    void hold(long charge) {
        held += charge;
    }

    /** Adds the charge of a batch that was read back from disk; negative when its sending begins. */
    void recall(long charge) {
        recalled += charge;
    }

    /** Bytes held by the tenant for each unit of its weight, if it held {@code more}. The tenant with the most is furthest over its share. */
    double heldByWeight(long more) {
        return (held + more) / (double) config.weight();
    }

    /** Whether the tenant's own limit has room. Batches read back from disk do not count: it was not the tenant that brought them. */
    boolean allows(long charge) {
        return charge <= config.bytes() - (held - recalled);
    }

    void add(Segment segment) {
        groups.add(segment);
        segments++;
        bytes += segment.bytes();
    }

    /** A batch that was taken goes back to the front. */
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

    /** When the oldest segment was received. Only for a queue that is not empty. */
    long oldestNanos() {
        var oldest = groups.oldest();
        if (oldest == null) {
            throw new IllegalStateException("an empty queue");
        }
        return oldest.oldestNanos();
    }

    /** Takes the oldest traces that fit one batch. A trace that does not fit begins the next batch. Null where the queue is empty. */
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

    /** Takes out the trace to shed first; null where there is none. */
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
