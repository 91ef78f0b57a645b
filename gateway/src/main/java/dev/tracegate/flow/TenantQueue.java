package dev.tracegate.flow;

import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.TenantId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** One tenant's segments in order of arrival, cut into batches. Owned by one loop. */
final class TenantQueue {
    private final TenantId tenant;
    private final BatchLimits limits;
    private final ArrayDeque<Segment> segments = new ArrayDeque<>();
    private long bytes;

    TenantQueue(TenantId tenant, BatchLimits limits) {
        this.tenant = tenant;
        this.limits = limits;
    }

    void add(Segment segment) {
        segments.add(segment);
        bytes += segment.bytes();
    }

    boolean isEmpty() {
        return segments.isEmpty();
    }

    boolean full() {
        return segments.size() >= limits.segments() || bytes >= limits.bytes();
    }

    /** When the oldest segment has lingered long enough, on the clock that stamped it; {@link Long#MAX_VALUE} where there is none. */
    long dueNanos() {
        Segment oldest = segments.peek();
        return oldest == null ? Long.MAX_VALUE : oldest.receivedNanos() + limits.lingerNanos();
    }

    /** The oldest segments that fit one batch, or null where there are none. */
    @Nullable
    Batch take() {
        var taken = new ArrayList<Segment>(Math.min(segments.size(), limits.segments()));
        long size = 0;
        for (Segment next = segments.peek(); next != null && fits(taken.size(), size, next); next = segments.peek()) {
            taken.add(segments.remove());
            size += next.bytes();
        }
        bytes -= size;
        return taken.isEmpty() ? null : new Batch(tenant, taken, size);
    }

    private boolean fits(int count, long size, Segment next) {
        return count == 0 || (count < limits.segments() && size + next.bytes() <= limits.bytes());
    }
}
