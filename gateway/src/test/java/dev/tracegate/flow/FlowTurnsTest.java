package dev.tracegate.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.segment.Envelope;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.Destination;
import dev.tracegate.tenant.TenantId;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Ready destinations and their due times, paused tenants, and batches taken for storage. */
class FlowTurnsTest {
    private static final TenantId A = new TenantId("a");
    private static final TenantId B = new TenantId("b");
    private static final TenantId HEAVY = new TenantId("heavy");
    private static final TenantId FAR = new TenantId("far");
    private static final Destination FAR_AWAY = new Destination("111122223333", "eu-west-1");
    private static final long LINGER = 1_000;
    private static final Map<TenantId, QueueConfig> CONFIGS = Map.of(FAR, new QueueConfig(FAR_AWAY, 1, Long.MAX_VALUE),
            HEAVY, new QueueConfig(Destination.ONLY, 4, Long.MAX_VALUE), B,
            new QueueConfig(Destination.ONLY, 1, 1_000));

    private final SegmentLedger ledger = new SegmentLedger();
    private final SegmentBudget budget = new SegmentBudget(10_000, 0);
    private final Flow flow = new Flow(new BatchLimits(5, 5_000, LINGER), budget, ledger,
            tenant -> CONFIGS.getOrDefault(tenant, QueueConfig.OPEN));

    @Test
    void a_destination_is_reported_once_when_its_first_segment_arrives() {
        offer(A, 10, 0);
        offer(A, 10, 0);
        offer(FAR, 10, 0);

        assertThat(flow.nextChanged()).isEqualTo(Destination.ONLY);
        assertThat(flow.nextChanged()).isEqualTo(FAR_AWAY);
        assertThat(flow.nextChanged()).isNull();
        assertThat(flow.destination(FAR)).isEqualTo(FAR_AWAY);
    }

    @Test
    void a_destination_is_reported_again_when_a_queue_becomes_full() {
        offer(A, 10, 0);
        assertThat(flow.nextChanged()).isEqualTo(Destination.ONLY);
        IntStream.range(0, 3).forEach(i -> offer(A, 10, 0));
        assertThat(flow.nextChanged()).isNull();

        offer(A, 10, 0);
        assertThat(flow.nextChanged()).isEqualTo(Destination.ONLY);
        assertThat(flow.nextDueNanos(Destination.ONLY)).isEqualTo(Long.MIN_VALUE);
        offer(A, 10, 0);
        assertThat(flow.nextChanged()).as("already full").isNull();
    }

    @Test
    void a_destination_is_reported_when_a_batch_returns_to_its_queue() {
        offer(A, 10, 0);
        var waiting = early(A).toWaiting();
        while (flow.nextChanged() != null) {
            assertThat(flow.isEmpty()).isTrue();
        }

        waiting.toQueue(false);

        assertThat(flow.nextChanged()).isEqualTo(Destination.ONLY);
        assertThat(flow.isEmpty()).isFalse();
        assertThat(flow.hasReady(Destination.ONLY)).isTrue();
    }

    @Test
    void returned_segments_of_a_trace_are_sent_before_newer_ones() {
        var first = offer(A, 10, 0);
        var waiting = early(A).toWaiting();
        var second = offer(A, 10, 500);

        waiting.toQueue(false);

        assertThat(flow.nextDueNanos(Destination.ONLY)).as("the linger time starts at the second segment")
                .isEqualTo(500 + LINGER);
        assertThat(flow.poll(Destination.ONLY, 500 + LINGER)).isNotNull()
                .extracting(BatchState::segments)
                .isEqualTo(List.of(first, second));
    }

    @Test
    void a_paused_tenant_keeps_its_segments_and_others_send() {
        offer(A, 10, 0);
        offer(HEAVY, 10, 0);
        flow.pause(A);
        offer(A, 10, 0);

        assertThat(early(HEAVY).tenant()).isEqualTo(HEAVY);
        assertThat(flow.pollEarly(Destination.ONLY)).isNull();
        assertThat(flow.hasReady(Destination.ONLY)).isFalse();
        assertThat(flow.nextDueNanos(Destination.ONLY)).isEqualTo(Long.MAX_VALUE);
        assertThat(flow.isEmpty()).isFalse();
        while (flow.nextChanged() != null) {
            assertThat(flow.hasReady(Destination.ONLY)).isFalse();
        }

        flow.resume(A);
        assertThat(flow.nextChanged()).isEqualTo(Destination.ONLY);
        assertThat(flow.nextDueNanos(Destination.ONLY)).isEqualTo(LINGER);
        assertThat(early(A).size()).isEqualTo(2);
    }

    @Test
    void a_full_paused_queue_has_no_turn() {
        IntStream.range(0, 10).forEach(i -> offer(A, 10, 0));
        flow.pause(A);
        assertThat(flow.poll(Destination.ONLY, 10 * LINGER)).isNull();

        flow.resume(A);
        assertThat(flow.poll(Destination.ONLY, 0)).isNotNull().extracting(BatchState::size).isEqualTo(5);
        assertThat(flow.poll(Destination.ONLY, 0)).isNotNull().extracting(BatchState::size).isEqualTo(5);
    }

    @Test
    void a_tenant_that_resumes_without_segments_has_no_turn() {
        flow.pause(A);
        flow.resume(A);
        flow.resume(A);

        assertThat(flow.hasReady(Destination.ONLY)).isFalse();
        offer(A, 10, 0);
        flow.resume(A);
        assertThat(early(A).size()).isOne();
        assertThat(flow.hasReady(Destination.ONLY)).as("after its only turn").isFalse();
    }

    @Test
    void segments_of_a_paused_tenant_are_shed_with_reason_access_denied() {
        offer(B, 900, 0);
        flow.pause(B);

        offer(B, 200, 1);
        assertThat(ledger.read(B).shed()).containsEntry(ShedReason.ACCESS_DENIED, 1L)
                .containsEntry(ShedReason.QUEUE_FULL, 0L);
        assertThat(flow.offer(B, segment(1_001, 2))).isEqualTo(new Offer.Shed(ShedReason.ACCESS_DENIED));
    }

    @Test
    void a_batch_of_a_paused_tenant_can_be_stored() {
        offer(A, 10, 0);
        flow.pause(A);

        assertThat(flow.pollAny()).isNotNull().extracting(BatchState::tenant).isEqualTo(A);
        assertThat(flow.pollAny()).isNull();
        assertThat(flow.isEmpty()).isTrue();
        offer(A, 10, 0);
        assertThat(flow.pollEarly(Destination.ONLY)).as("the tenant is still paused").isNull();
    }

    @Test
    void the_tenant_furthest_over_its_share_is_stored_first() {
        offer(A, 200, 0);
        offer(HEAVY, 700, 0); // 175 per unit of its weight
        offer(B, 190, 0);

        assertThat(flow.spill(any -> true)).isNotNull().extracting(BatchState::tenant).isEqualTo(A);
        assertThat(ledger.read(A).inFlight()).isOne();
        assertThat(ledger.read(A).queued()).isZero();
        assertThat(flow.spill(tenant -> !tenant.equals(A) && !tenant.equals(B))).isNotNull()
                .extracting(BatchState::tenant)
                .isEqualTo(HEAVY);
        assertThat(flow.spill(tenant -> tenant.equals(FAR))).isNull();
        assertThat(flow.spill(any -> true)).isNotNull().extracting(BatchState::tenant).isEqualTo(B);
        assertThat(flow.spill(any -> true)).isNull();
    }

    @Test
    void batches_with_a_segment_older_than_a_time_are_stored() {
        IntStream.range(0, 12).forEach(i -> offer(A, 10, i * 10L));
        offer(B, 10, 49);
        offer(HEAVY, 10, 0);
        var stored = new ArrayList<LeavingBatch>();

        flow.spillOlder(tenant -> !tenant.equals(HEAVY), 50, stored::add);

        assertThat(stored).extracting(BatchState::tenant, BatchState::size)
                .containsExactlyInAnyOrder(org.assertj.core.groups.Tuple.tuple(A, 5),
                        org.assertj.core.groups.Tuple.tuple(B, 1));
        assertThat(ledger.read(A).queued()).isEqualTo(7);
        assertThat(ledger.read(HEAVY).queued()).isOne();
        stored.clear();
        flow.spillOlder(any -> true, 101, stored::add);
        assertThat(stored).extracting(BatchState::size).containsExactlyInAnyOrder(5, 2, 1);
        assertThat(flow.isEmpty()).isTrue();
    }

    @Test
    void waiting_segments_are_counted_by_destination() {
        offer(A, 10, 0);
        offer(HEAVY, 10, 0);
        offer(FAR, 10, 0);
        var stored = flow.spill(FAR::equals);
        assertThat(stored).isNotNull();
        stored.stored();
        early(A);

        assertThat(flow.waiting()).containsOnlyKeys(Destination.ONLY, FAR_AWAY)
                .containsEntry(Destination.ONLY, 1L)
                .containsEntry(FAR_AWAY, 1L);
    }

    @Test
    void bytes_of_the_budget_are_reported() {
        offer(A, 300, 0);
        offer(HEAVY, 200, 0);

        assertThat(flow.used()).isEqualTo(500);
        assertThat(flow.limit()).isEqualTo(10_000);
    }

    @Test
    void the_used_part_of_a_share_is_measured_by_weight() {
        offer(A, 1_000, 0); // the share is 2,000: weight 1 of 5
        offer(HEAVY, 4_000, 0); // the share is 8,000

        assertThat(flow.holdsAtMost(0.5, A)).isTrue();
        assertThat(flow.holdsAtMost(0.5, HEAVY)).isTrue();
        assertThat(flow.holdsAtMost(0.49, A)).isFalse();
        assertThat(flow.holdsAtMost(0.49, HEAVY)).isFalse();
        early(A).toLeaving().stored();
        assertThat(flow.holdsAtMost(0, A)).isTrue();
    }

    @Test
    void a_recalled_batch_counts_in_the_budget_at_once_and_in_the_tenant_limit_when_it_waits() {
        offer(B, 600, 0);
        var leaving = early(B).toLeaving();
        leaving.stored();
        assertThat(flow.used()).isZero();
        var recalled = flow.recall(leaving.batch());
        assertThat(flow.used()).isEqualTo(600);

        offer(B, 1_000, 1);
        assertThat(ledger.read(B).shed()).as("the recalled batch does not count in the limit of 1,000 yet")
                .containsEntry(ShedReason.QUEUE_FULL, 0L);
        recalled.toWaiting();
        assertThat(flow.offer(B, segment(401, 2))).as("the tenant holds 1,600 bytes")
                .isEqualTo(new Offer.Shed(ShedReason.QUEUE_FULL));
    }

    @Test
    void segments_in_flight_count_in_the_limit_to_the_byte() {
        offer(B, 600, 0);
        var call = early(B);
        assertThat(flow.offer(B, segment(401, 0))).isEqualTo(new Offer.Shed(ShedReason.QUEUE_FULL));
        offer(B, 400, 0);

        call.delivered(call.segments(), null);

        offer(B, 600, 0);
        assertThat(ledger.read(B).shed()).containsEntry(ShedReason.QUEUE_FULL, 1L);
    }

    @Test
    void retries_are_counted_in_segments() {
        offer(A, 10, 0);
        offer(A, 10, 0);
        early(A).countRetry();

        assertThat(ledger.read(A).retried()).isEqualTo(2);
    }

    @Test
    void the_linger_time_grows_and_shrinks_with_the_number_of_waiting_queues() {
        IntStream.range(0, 1_000).forEach(i -> offer(new TenantId("t" + i), 1, 0));
        assertThat(flow.lingerNanos()).isEqualTo(2 * LINGER);

        IntStream.range(0, 250).forEach(i -> assertThat(flow.pollEarly(Destination.ONLY)).isNotNull());
        assertThat(flow.lingerNanos()).isEqualTo(3 * LINGER / 2);
        IntStream.range(0, 750).forEach(i -> assertThat(flow.pollEarly(Destination.ONLY)).isNotNull());
        assertThat(flow.lingerNanos()).isEqualTo(LINGER);
    }

    @Test
    void the_linger_time_grows_at_most_fivefold() {
        var wide = new Flow(new BatchLimits(5, 5_000, LINGER), new SegmentBudget(1_000_000, 0), ledger);
        IntStream.range(0, 3_000).forEach(i -> wide.offer(new TenantId("t" + i), segment(1, 0)));

        assertThat(wide.lingerNanos()).isEqualTo(5 * LINGER);
    }

    @Test
    void a_queue_emptied_by_shedding_has_no_turn() {
        offer(A, 9_000, 0);
        offer(HEAVY, 900, 0);
        flow.offer(FAR, segment(2_000, 0));

        assertThat(ledger.read(A).shed()).containsEntry(ShedReason.BUFFER_FULL, 1L);
        assertThat(early(HEAVY).tenant()).isEqualTo(HEAVY);
        assertThat(flow.hasReady(Destination.ONLY)).isFalse();
        assertThat(flow.lingerNanos()).isEqualTo(LINGER);
    }

    @Test
    void weights_are_1_to_100_and_limits_are_at_least_a_byte() {
        assertThat(new QueueConfig(Destination.ONLY, 1, 1).weight()).isOne();
        assertThat(new QueueConfig(Destination.ONLY, 100, 1).bytes()).isOne();
        assertThatThrownBy(() -> new QueueConfig(Destination.ONLY, 0, 1)).hasMessageContaining("1 to 100, was 0");
        assertThatThrownBy(() -> new QueueConfig(Destination.ONLY, 101, 1)).hasMessageContaining("was 101");
        assertThatThrownBy(() -> new QueueConfig(Destination.ONLY, 1, 0)).hasMessageContaining("limits.queueBytes");
    }

    private InFlightBatch early(TenantId tenant) {
        var call = flow.pollEarly(flow.destination(tenant));
        assertThat(call).isNotNull();
        return call;
    }

    private Segment offer(TenantId tenant, int bytes, long now) {
        var segment = segment(bytes, now);
        assertThat(flow.offer(tenant, segment)).isEqualTo(Offer.ACCEPTED);
        return segment;
    }

    private static Segment segment(int bytes, long now) {
        return new Segment(Envelope.UNREADABLE, new byte[bytes], new InetSocketAddress("127.0.0.1", 1), now);
    }
}
