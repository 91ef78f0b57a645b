package dev.tracegate.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.segment.Envelope;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.Destination;
import dev.tracegate.tenant.TenantId;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Listeners receive the event of each transition once and in order. */
class FlowEventsTest {
    private static final TenantId TENANT = new TenantId("a");
    private static final int BYTES = 100;

    private final List<String> events = new ArrayList<>();
    private final List<String> secondEvents = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final SegmentLedger ledger = new SegmentLedger();
    private final Flow flow = new Flow(new BatchLimits(50, 5_000, 1_000), new SegmentBudget(500, 0), ledger,
            tenant -> QueueConfig.OPEN,
            FlowListener.all(failures::add, new Recorder(events), broken(), new Recorder(secondEvents)));

    @Test
    void a_retried_call_is_reported_with_each_transition() {
        var call = inFlight(2).toWaiting().toInFlight();
        call.delivered(call.segments(), "request");

        assertEvents("queued 1", "queued 1", "started 2", "waiting 2", "started 2", "delivered 2 request");
    }

    @Test
    void segments_of_one_call_that_end_differently_are_reported_separately() {
        var call = inFlight(3);
        var segments = call.segments();
        call.deadLettered(segments.getFirst(), new SegmentRefusal("InvalidId", "", null));
        call.delivered(segments.subList(1, 2), null);
        call.toWaiting(segments.subList(2, 3));

        assertEvents("queued 1", "queued 1", "queued 1", "started 3", "dead-lettered InvalidId", "delivered 1 null",
                "waiting 1");
    }

    @Test
    void storing_and_recalling_a_batch_is_reported() {
        var leaving = inFlight(2).toLeaving();
        leaving.stored();
        flow.recall(leaving.batch()).toWaiting().toLeaving().toWaiting();

        assertEvents("queued 1", "queued 1", "started 2", "spooled 2", "waiting 2", "started 2", "waiting 2");
    }

    @Test
    void dropping_a_batch_instead_of_storing_it_is_reported_as_shed() {
        offer(1);
        var leaving = flow.pollAny();
        assertThat(leaving).isNotNull();
        leaving.shed(ShedReason.DRAIN_DEADLINE);

        assertEvents("queued 1", "started 1", "shed 1 DRAIN_DEADLINE");
    }

    @Test
    void evicted_segments_and_a_refused_segment_are_reported_as_shed() {
        offer(5);
        events.clear();
        secondEvents.clear();

        offer(1);
        assertEvents("shed 1 BUFFER_FULL", "queued 1");
        assertThat(flow.offer(TENANT, segment(501))).isEqualTo(new Offer.Shed(ShedReason.BUFFER_FULL));

        assertThat(events).endsWith("shed 1 BUFFER_FULL").hasSize(2 + 5 + 1);
        assertThat(ledger.read(TENANT).imbalance()).isZero();
    }

    /** The listener between the two throws at each event: that is reported, and affects neither the other two nor the move. */
    private void assertEvents(String... events) {
        assertThat(events).containsExactly(events);
        assertThat(secondEvents).containsExactly(events);
        assertThat(failures).hasSizeGreaterThanOrEqualTo(events.length)
                .allSatisfy(failure -> assertThat(failure).isInstanceOf(StackOverflowError.class));
        assertThat(ledger.read(TENANT).imbalance()).isZero();
    }

    private static FlowListener broken() {
        return (FlowListener) Proxy.newProxyInstance(FlowListener.class.getClassLoader(),
                new Class<?>[]{FlowListener.class}, (proxy, method, arguments) -> {
                    throw new StackOverflowError(method.getName());
                });
    }

    private InFlightBatch inFlight(int segments) {
        offer(segments);
        var call = flow.pollEarly(Destination.ONLY);
        assertThat(call).isNotNull();
        return call;
    }

    private void offer(int segments) {
        for (int i = 0; i < segments; i++) {
            assertThat(flow.offer(TENANT, segment(BYTES))).isEqualTo(Offer.ACCEPTED);
        }
    }

    private static Segment segment(int bytes) {
        return new Segment(Envelope.UNREADABLE, new byte[bytes], new InetSocketAddress("127.0.0.1", 1), 0);
    }

    private record Recorder(List<String> events) implements FlowListener {
        @Override
        public void queued(TenantId tenant, Segment segment) {
            add(tenant, "queued 1");
        }

        @Override
        public void started(Batch batch) {
            add(batch.tenant(), "started " + batch.size());
        }

        @Override
        public void waiting(Batch batch) {
            add(batch.tenant(), "waiting " + batch.size());
        }

        @Override
        public void spooled(Batch batch) {
            add(batch.tenant(), "spooled " + batch.size());
        }

        @Override
        public void delivered(TenantId tenant, List<Segment> segments, @Nullable String requestId) {
            add(tenant, "delivered " + segments.size() + " " + requestId);
        }

        @Override
        public void deadLettered(TenantId tenant, Segment segment, SegmentRefusal refusal) {
            add(tenant, "dead-lettered " + refusal.code());
        }

        @Override
        public void shed(TenantId tenant, List<Segment> segments, ShedReason reason) {
            add(tenant, "shed " + segments.size() + " " + reason);
        }

        private void add(TenantId tenant, String event) {
            assertThat(tenant).isEqualTo(TENANT);
            events.add(event);
        }
    }
}
