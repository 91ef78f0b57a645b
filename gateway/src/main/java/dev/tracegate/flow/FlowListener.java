package dev.tracegate.flow;

import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Told of each step of each segment, on the loop that owns {@link Flow}, once the books have it. */
public interface FlowListener {

    /** For whoever has no listener. */
    FlowListener NONE = new FlowListener() {
    };

    /** It is in its tenant's queue. */
    default void queued(TenantId tenant, Segment segment) {}

    /** A call with the batch is under way. */
    default void started(Batch batch) {}

    /** The call failed, or the batch has come back from disk: it waits for the next call. */
    default void waiting(Batch batch) {}

    /** It is on disk, and no longer in memory. */
    default void spooled(Batch batch) {}

    /** @param requestId X-Ray's id of the call; null where it sent none */
    default void delivered(TenantId tenant, List<Segment> segments, @Nullable String requestId) {}

    /** X-Ray refused it for good. */
    default void deadLettered(TenantId tenant, Segment segment, SegmentRefusal refusal) {}

    /** It was given up. */
    default void shed(TenantId tenant, List<Segment> segments, ShedReason reason) {}

    /** Tells each of these, in this order. */
    static FlowListener all(FlowListener... listeners) {
        return new CompositeFlowListener(List.of(listeners));
    }
}
