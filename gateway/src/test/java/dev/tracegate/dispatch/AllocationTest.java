package dev.tracegate.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.dispatch.SendOutcome.Answered;
import dev.tracegate.flow.BatchLimits;
import dev.tracegate.flow.Flow;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.segment.Envelope;
import dev.tracegate.segment.Segment;
import dev.tracegate.segment.TraceId;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.testkit.ManualClock;
import io.vertx.core.Future;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes that {@code flow} and {@code dispatch} allocate for one segment from its offer to its delivery, without the segment itself. */
class AllocationTest {
    /**
     * Measured with full batches: 165 without compact object headers and 146 with them, interpreted and compiled by C1; C2 removes another 17.
     * The trace group, its place in the queue and the two lists of the batch are most of it.
     */
    private static final long MOST_BYTES = 200;
    private static final int SEGMENTS = 100_000;
    /** The number of segments from one read of a socket. */
    private static final int OFFERS_PER_WAKE = 10;
    private static final TenantId TENANT = new TenantId("tenant");

    private final ManualClock time = new ManualClock();
    private final SegmentLedger ledger = new SegmentLedger();
    private final Flow flow = new Flow(new BatchLimits(50, 1_000_000, Duration.ofSeconds(1).toNanos()),
            new SegmentBudget(1L << 30), ledger);
    private final Answered all = new Answered("request", List.of());
    private final Dispatcher dispatcher = new Dispatcher(flow, batch -> Future.succeededFuture(all), Overflow.none(),
            new RetryPolicy(2, Long.MAX_VALUE, new Random(3)), time, time, event -> {});

    @Test
    void offer_and_delivery_of_a_segment_allocate_a_bounded_number_of_bytes() {
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var segments = segments();
        send(segments);

        long before = thread.getCurrentThreadAllocatedBytes();
        send(segments);
        long bytes = (thread.getCurrentThreadAllocatedBytes() - before) / SEGMENTS;

        assertThat(ledger.read(TENANT).delivered()).isEqualTo(2L * SEGMENTS);
        assertThat(bytes).isLessThan(MOST_BYTES);
    }

    private void send(Segment[] segments) {
        for (int i = 0; i < segments.length; i++) {
            flow.offer(TENANT, segments[i]);
            if (i % OFFERS_PER_WAKE == OFFERS_PER_WAKE - 1) {
                dispatcher.wake();
            }
        }
    }

    private static Segment[] segments() {
        var source = new InetSocketAddress("127.0.0.1", 1);
        var segments = new Segment[SEGMENTS];
        for (int i = 0; i < SEGMENTS; i++) {
            segments[i] = new Segment(
                    new Envelope(new TraceId(1, i), 1, 0, 0, 0, false, false, false, false, false), new byte[100],
                    source, 0);
        }
        return segments;
    }
}
