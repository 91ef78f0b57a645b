package dev.tracegate.flow;

import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.TenantId;
import java.util.List;

/**
 * Segments of one tenant for one call: 1 to 50 (50 is the maximum of PutTraceSegments).
 *
 * @param bytes sum of the bytes of the escaped documents
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
