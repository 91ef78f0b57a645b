package dev.tracegate.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.segment.Envelope;
import dev.tracegate.segment.Segment;
import dev.tracegate.segment.TraceId;
import dev.tracegate.tenant.Destination;
import dev.tracegate.tenant.TenantId;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The choice of segments to shed when memory is full, and the turns of tenants. */
class SheddingTest {
    private static final TenantId SMALL = new TenantId("small");
    private static final TenantId GREEDY = new TenantId("greedy");
    private static final TenantId HEAVY = new TenantId("heavy");
    private static final InetSocketAddress SOURCE = new InetSocketAddress("127.0.0.1", 40_000);
    private static final Map<TenantId, QueueConfig> LIMITS = Map.of(HEAVY,
            new QueueConfig(Destination.ONLY, 3, Long.MAX_VALUE),
            SMALL, new QueueConfig(Destination.ONLY, 1, 4_000));

    private final SegmentLedger books = new SegmentLedger();
    private final SegmentBudget budget = new SegmentBudget(10_000, 0);
    private final Flow flow = new Flow(new BatchLimits(50, 100_000, 1_000), budget, books,
            tenant -> LIMITS.getOrDefault(tenant, QueueConfig.OPEN));

    @Test
    void segments_of_the_tenant_furthest_over_its_share_are_shed_first() {
        IntStream.range(0, 100).forEach(i -> offer(GREEDY, i, false, 100));

        IntStream.range(0, 40).forEach(i -> assertThat(offer(SMALL, i, false, 100)).isEqualTo(Offer.ACCEPTED));

        assertThat(books.read(SMALL).shed().get(ShedReason.BUFFER_FULL)).isZero();
        assertThat(books.read(GREEDY).shed()).containsEntry(ShedReason.BUFFER_FULL, 40L);
    }

    @Test
    void a_tenant_beyond_its_share_does_not_displace_others() {
        IntStream.range(0, 50).forEach(i -> offer(HEAVY, i, false, 100));
        IntStream.range(0, 20).forEach(i -> offer(SMALL, i, false, 100));

        IntStream.range(0, 10_000).forEach(i -> offer(GREEDY, i, false, 100));

        assertThat(books.read(SMALL).queued()).isEqualTo(20);
        assertThat(books.read(HEAVY).queued()).isEqualTo(50);
        assertThat(books.read(GREEDY).queued()).isEqualTo(30);
    }

    @Test
    void weights_divide_a_contended_budget() {
        for (int i = 0; i < 2_000; i++) {
            offer(HEAVY, i, false, 100);
            offer(GREEDY, i, false, 100);
        }

        assertThat(books.read(HEAVY).queued()).isBetween(73L, 77L);
        assertThat(books.read(GREEDY).queued()).isBetween(23L, 27L);
    }

    @Test
    void failed_segments_are_shed_last() {
        IntStream.range(0, 50).forEach(i -> offer(GREEDY, i, true, 100));
        IntStream.range(50, 200).forEach(i -> offer(GREEDY, i, false, 100));

        assertThat(polled()).filteredOn(segment -> segment.envelope().failed()).hasSize(50);
        assertThat(books.read(GREEDY).shed()).containsEntry(ShedReason.BUFFER_FULL, 100L);
    }

    @Test
    void an_ordinary_segment_does_not_displace_failed_ones() {
        IntStream.range(0, 100).forEach(i -> offer(GREEDY, i, true, 100));

        assertThat(offer(GREEDY, 100, false, 100)).isEqualTo(new Offer.Shed(ShedReason.BUFFER_FULL));
        assertThat(offer(GREEDY, 101, true, 100)).isEqualTo(Offer.ACCEPTED);
        assertThat(books.read(GREEDY).queued()).isEqualTo(100);
    }

    @Test
    void all_segments_of_a_trace_with_a_failure_are_kept() {
        offer(GREEDY, 7, false, 100);
        offer(GREEDY, 7, true, 100);
        IntStream.range(100, 300).forEach(i -> offer(GREEDY, i, false, 100));

        assertThat(polled()).filteredOn(segment -> trace(7).equals(segment.envelope().traceId())).hasSize(2);
    }

    @Test
    void a_tenant_limit_sheds_only_segments_of_that_tenant() {
        IntStream.range(0, 50).forEach(i -> offer(SMALL, i, false, 100));

        assertThat(books.read(SMALL).queued()).isEqualTo(40);
        assertThat(books.read(SMALL).shed()).containsEntry(ShedReason.QUEUE_FULL, 10L);
        assertThat(budget.used()).isEqualTo(4_000);
    }

    @Test
    void a_limit_used_by_segments_in_flight_sheds_new_ones() {
        IntStream.range(0, 40).forEach(i -> offer(SMALL, i, false, 100));
        assertThat(flow.pollAny()).isNotNull();

        assertThat(offer(SMALL, 41, true, 100)).isEqualTo(new Offer.Shed(ShedReason.QUEUE_FULL));
    }

    @Test
    void segments_of_one_trace_are_batched_together() {
        for (int i = 0; i < 120; i++) {
            offer(GREEDY, i % 4, false, 10);
        }

        var traces = new ArrayList<List<TraceId>>();
        for (var batch = flow.pollAny(); batch != null; batch = flow.pollAny()) {
            traces.add(batch.segments().stream().map(segment -> segment.envelope().traceId()).distinct().toList());
        }

        assertThat(traces).containsExactly(List.of(trace(0)), List.of(trace(1)), List.of(trace(2)), List.of(trace(3)));
    }

    @Test
    void a_trace_larger_than_a_batch_is_split() {
        IntStream.range(0, 120).forEach(i -> offer(GREEDY, 1, false, 10));

        assertThat(Stream.generate(flow::pollAny).limit(3).map(BatchState::size))
                .containsExactly(50, 50, 20);
    }

    @Test
    void the_number_of_turns_follows_the_weights() {
        var wide = new Flow(new BatchLimits(50, 100_000, 1_000), new SegmentBudget(1L << 30, 0), books,
                tenant -> LIMITS.getOrDefault(tenant, QueueConfig.OPEN));
        for (int i = 0; i < 20_000; i++) {
            wide.offer(HEAVY, segment(i, false, 1_000));
            wide.offer(GREEDY, segment(i, false, 1_000));
        }

        int heavy = 0;
        for (int i = 0; i < 200; i++) {
            heavy += wide.poll(Destination.ONLY, 0).tenant().equals(HEAVY) ? 1 : 0;
        }

        assertThat(heavy).isBetween(145, 155);
    }

    @Test
    void many_tenants_with_few_segments_linger_longer() {
        IntStream.range(0, 1_001).forEach(i -> flow.offer(new TenantId("t" + i), segment(i, false, 1)));

        int calls = 0;
        while (flow.poll(Destination.ONLY, 1_000) != null) {
            calls++;
        }

        assertThat(calls).isBetween(500, 510);
        assertThat(flow.nextDueNanos(Destination.ONLY)).isBetween(1_000L, 2_001L);
    }

    @Test
    void the_books_balance_and_the_budget_holds_for_random_offers_and_polls() {
        for (int seed = 0; seed < 30; seed++) {
            var random = new Random(seed);
            var tenants = List.of(SMALL, GREEDY, HEAVY);
            for (int i = 0; i < 500; i++) {
                offer(tenants.get(random.nextInt(3)), random.nextInt(60), random.nextInt(5) == 0,
                        1 + random.nextInt(900));
                if (random.nextInt(20) == 0) {
                    var batch = flow.poll(Destination.ONLY, i);
                    if (batch != null) {
                        batch.delivered(batch.segments(), "request");
                    }
                }
                assertThat(budget.used()).isBetween(0L, 10_000L);
                assertThat(books.read().values()).allMatch(balance -> balance.imbalance() == 0);
            }
        }
        polled();
        assertThat(flow.isEmpty()).isTrue();
        assertThat(flow.nextDueNanos(Destination.ONLY)).isEqualTo(Long.MAX_VALUE);
    }

    private List<Segment> polled() {
        var segments = new ArrayList<Segment>();
        for (var batch = flow.pollAny(); batch != null; batch = flow.pollAny()) {
            segments.addAll(batch.segments());
        }
        return segments;
    }

    private Offer offer(TenantId tenant, int trace, boolean fault, int bytes) {
        return flow.offer(tenant, segment(trace, fault, bytes));
    }

    private static Segment segment(int trace, boolean fault, int bytes) {
        var envelope = new Envelope(trace(trace), 1, 0, 0, 0, false, false, false, fault, false);
        return new Segment(envelope, new byte[bytes], SOURCE, 0);
    }

    private static TraceId trace(int number) {
        return new TraceId(1, number);
    }
}
