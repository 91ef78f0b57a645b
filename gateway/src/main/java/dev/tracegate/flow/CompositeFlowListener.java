package dev.tracegate.flow;

import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.sampling.head.KeepRate;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.TenantId;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Several listeners as one. An exception of one of them affects neither the others nor the caller: an incomplete transition of a batch would leave
 * its segments in flight until the process stops.
 *
 * @param failed receives what a listener throws; must not throw
 */
record CompositeFlowListener(List<FlowListener> listeners, Consumer<Throwable> failed) implements FlowListener {

    @Override
    public void kept(Segment segment, KeepRate rate) {
        listeners.forEach(listener -> listener.kept(segment, rate));
    }

    @Override
    public void sampledOut(TenantId tenant, SampledOut document, KeepRate rate) {
        listeners.forEach(listener -> listener.sampledOut(tenant, document, rate));
    }

    @Override
    public void queued(TenantId tenant, Segment segment) {
        call(listener -> listener.queued(tenant, segment));
    }

    @Override
    public void started(Batch batch) {
        call(listener -> listener.started(batch));
    }

    @Override
    public void waiting(Batch batch) {
        call(listener -> listener.waiting(batch));
    }

    @Override
    public void spooled(Batch batch) {
        call(listener -> listener.spooled(batch));
    }

    @Override
    public void delivered(TenantId tenant, List<Segment> segments, @Nullable String requestId) {
        call(listener -> listener.delivered(tenant, segments, requestId));
    }

    @Override
    public void deadLettered(TenantId tenant, Segment segment, SegmentRefusal refusal) {
        call(listener -> listener.deadLettered(tenant, segment, refusal));
    }

    @Override
    public void shed(TenantId tenant, List<Segment> segments, ShedReason reason) {
        call(listener -> listener.shed(tenant, segments, reason));
    }

    private void call(Consumer<FlowListener> event) {
        for (var listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException | Error bug) {
                failed.accept(bug);
            }
        }
    }
}
