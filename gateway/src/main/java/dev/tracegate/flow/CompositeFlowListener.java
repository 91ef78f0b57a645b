package dev.tracegate.flow;

import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several listeners as one. */
record CompositeFlowListener(List<FlowListener> listeners) implements FlowListener {

    @Override
    public void queued(TenantId tenant, Segment segment) {
        listeners.forEach(listener -> listener.queued(tenant, segment));
    }

    @Override
    public void started(Batch batch) {
        listeners.forEach(listener -> listener.started(batch));
    }

    @Override
    public void waiting(Batch batch) {
        listeners.forEach(listener -> listener.waiting(batch));
    }

    @Override
    public void spooled(Batch batch) {
        listeners.forEach(listener -> listener.spooled(batch));
    }

    @Override
    public void delivered(TenantId tenant, List<Segment> segments, @Nullable String requestId) {
        listeners.forEach(listener -> listener.delivered(tenant, segments, requestId));
    }

    @Override
    public void deadLettered(TenantId tenant, Segment segment, SegmentRefusal refusal) {
        listeners.forEach(listener -> listener.deadLettered(tenant, segment, refusal));
    }

    @Override
    public void shed(TenantId tenant, List<Segment> segments, ShedReason reason) {
        listeners.forEach(listener -> listener.shed(tenant, segments, reason));
    }
}
