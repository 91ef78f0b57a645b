package dev.tracegate.flow;

import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.sampling.head.KeepRate;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.TenantId;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Observer of the states of segments. Called on the loop that owns {@link Flow}, after ledger and budget have changed. Has one method per event
 * instead of event objects, because an object per segment would cost memory on the hot path (ADR 11). An implementation must neither block nor throw;
 * {@link #all} catches what it throws nevertheless.
 */
public interface FlowListener {

    /** Does nothing. */
    FlowListener NONE = new FlowListener() {
    };

    /** A keep rate below 1 has kept the segment, which is offered next: {@link #queued} or {@link #shed} follows. */
    default void kept(Segment segment, KeepRate rate) {}

    /** A keep rate has dropped the document. */
    default void sampledOut(TenantId tenant, SampledOut document, KeepRate rate) {}

    /** The segment is in its tenant's queue. */
    default void queued(TenantId tenant, Segment segment) {}

    /** A call with the batch starts, or the batch is about to be stored. */
    default void started(Batch batch) {}

    /** The batch waits for a call: the last one failed, or the batch was read back from disk. */
    default void waiting(Batch batch) {}

    /** The batch is on disk and no longer in memory. */
    default void spooled(Batch batch) {}

    /**
     * X-Ray accepted the segments.
     *
     * @param requestId X-Ray's id of the call; null if it sent none
     */
    default void delivered(TenantId tenant, List<Segment> segments, @Nullable String requestId) {}

    /** X-Ray refused the segment permanently. */
    default void deadLettered(TenantId tenant, Segment segment, SegmentRefusal refusal) {}

    /** The segments were dropped. */
    default void shed(TenantId tenant, List<Segment> segments, ShedReason reason) {}

    /**
     * A listener that calls each of these, in this order, even if others throw.
     *
     * @param failed receives what a listener throws, which is a bug; must not throw
     */
    static FlowListener all(Consumer<Throwable> failed, FlowListener... listeners) {
        return new CompositeFlowListener(List.of(listeners), failed);
    }
}
