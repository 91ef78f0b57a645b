package dev.tracegate.flow;

import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.TenantId;
import java.util.List;

/**
 * Segments of one tenant that travel in one call: 1 to 50 of them (50 is PutTraceSegments' maximum).
 *
 * @param bytes the sum of the segments' bytes
 */
public record Batch(TenantId tenant, List<Segment> segments, long bytes) {

    public Batch {
        segments = List.copyOf(segments);
    }

    public static Batch of(TenantId tenant, List<Segment> segments) {
        return new Batch(tenant, segments, segments.stream().mapToLong(Segment::bytes).sum());
    }

    public int size() {
        return segments.size();
    }
}
