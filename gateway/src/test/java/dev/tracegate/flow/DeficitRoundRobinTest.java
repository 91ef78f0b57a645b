package dev.tracegate.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.segment.Envelope;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.Destination;
import dev.tracegate.tenant.TenantId;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Weighted turns at one destination. Each batch is one segment of 64 KiB, the quantum of weight 1 per round. */
class DeficitRoundRobinTest {
    private static final int QUANTUM = 64 * 1024;
    private static final TenantId ONE = new TenantId("one");
    private static final TenantId THREE = new TenantId("three");
    private static final InetSocketAddress SOURCE = new InetSocketAddress("127.0.0.1", 40_000);

    private final Flow flow = new Flow(new BatchLimits(1, QUANTUM, 0), new SegmentBudget(1L << 40, 0),
            new SegmentLedger(),
            tenant -> new QueueConfig(Destination.ONLY, tenant.equals(THREE) ? 3 : 1, Long.MAX_VALUE));

    @Test
    void a_queue_sends_its_weight_in_batches_from_the_first_round_on() {
        IntStream.range(0, 8).forEach(i -> offer(ONE));
        IntStream.range(0, 8).forEach(i -> offer(THREE));

        assertThat(batches(8)).containsExactly(ONE, THREE, THREE, THREE, ONE, THREE, THREE, THREE);
    }

    /** Such a queue gets its credit when it becomes ready, not when a round starts. */
    @Test
    void a_queue_that_was_empty_between_its_turns_may_send_its_full_weight() {
        offer(THREE, 3 * QUANTUM); // one batch of three quanta of weight 1
        assertThat(batches(1)).containsExactly(THREE);

        IntStream.range(0, 4).forEach(i -> offer(ONE));
        offer(THREE);
        offer(THREE);

        assertThat(batches(3)).containsExactly(ONE, THREE, THREE);
    }

    /** The deficits are paid in one step instead of one step per tenant and round. */
    @Test
    void deficits_of_many_rounds_are_paid_in_proportion_to_the_weights() {
        offer(ONE, 30 * QUANTUM);
        offer(THREE, 90 * QUANTUM);
        assertThat(batches(2)).containsExactly(ONE, THREE);

        IntStream.range(0, 8).forEach(i -> offer(ONE));
        IntStream.range(0, 8).forEach(i -> offer(THREE));

        assertThat(batches(8)).containsExactly(ONE, THREE, THREE, THREE, ONE, THREE, THREE, THREE);
    }

    private List<TenantId> batches(int count) {
        Supplier<InFlightBatch> next = () -> flow.poll(Destination.ONLY, 0);
        return Stream.generate(next).limit(count).map(BatchState::tenant).toList();
    }

    private void offer(TenantId tenant) {
        offer(tenant, QUANTUM);
    }

    private void offer(TenantId tenant, int bytes) {
        var envelope = new Envelope(null, 1, 0, 0, 0, false, false, false, false, false);
        flow.offer(tenant, new Segment(envelope, new byte[bytes], SOURCE, 0));
    }
}
