package dev.tracegate.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.flow.ledger.BoundedCounterMap;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.sampling.head.KeepRate;
import dev.tracegate.segment.Envelope;
import dev.tracegate.segment.Segment;
import dev.tracegate.segment.TraceId;
import dev.tracegate.tenant.Destination;
import dev.tracegate.tenant.TenantId;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowTest {
    private static final TenantId A = new TenantId("a");
    private static final TenantId B = new TenantId("b");
    private static final InetSocketAddress SOURCE = new InetSocketAddress("127.0.0.1", 40_000);

    private final SegmentLedger books = new SegmentLedger();
    private final SegmentBudget budget = new SegmentBudget(10_000, 0);
    private final Flow flow = new Flow(new BatchLimits(50, 5_000, 1_000), budget, books);

    @Test
    void a_released_tenant_has_no_queue_and_no_share_of_the_budget() {
        offer(A, 10, 0);
        offer(B, 2_400, 0);
        flow.release(B::equals);
        assertThat(flow.hasQueue(B)).as("it holds a segment").isTrue();
        assertThat(flow.holdsAtMost(0.3, B)).as("24 % of the budget, of which half is its share").isFalse();
        for (var batch = flow.pollAny(); batch != null; batch = flow.pollAny()) {
            batch.shed(ShedReason.DRAIN_DEADLINE);
        }

        flow.release(A::equals);
        assertThat(flow.hasQueue(A)).isFalse();
        assertThat(flow.hasQueue(B)).isTrue();
        offer(B, 2_400, 0);
        assertThat(flow.holdsAtMost(0.3, B)).as("24 % of the budget, which is its share").isTrue();
    }

    @Test
    void a_destination_is_dropped_with_its_last_queue() {
        offer(A, 10, 0);
        assertThat(flow.destinations()).containsExactly(Destination.ONLY);
        var batch = flow.pollAny();
        assertThat(batch).isNotNull();
        flow.release(any -> true);
        assertThat(flow.destinations()).as("a batch is under way").isNotEmpty();

        batch.shed(ShedReason.DRAIN_DEADLINE);
        flow.release(any -> true);

        assertThat(flow.destinations()).isEmpty();
        assertThat(flow.nextChanged()).isNull();
    }

    @Test
    void a_batch_is_due_when_its_oldest_segment_has_lingered() {
        offer(A, 10, 0);
        offer(A, 10, 600);

        assertThat(flow.poll(Destination.ONLY, 999)).isNull();
        assertThat(flow.nextDueNanos(Destination.ONLY)).isEqualTo(1_000);
        assertThat(flow.poll(Destination.ONLY, 1_000)).isNotNull().extracting(BatchState::size).isEqualTo(2);
        assertThat(flow.isEmpty()).isTrue();
        assertThat(flow.nextDueNanos(Destination.ONLY)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void fifty_segments_are_a_full_batch() {
        IntStream.range(0, 51).forEach(i -> offer(A, 10, 0));

        assertThat(flow.poll(Destination.ONLY, 0)).isNotNull().extracting(BatchState::size).isEqualTo(50);
        assertThat(flow.poll(Destination.ONLY, 0)).isNull();
        assertThat(flow.pollAny()).isNotNull().extracting(BatchState::size).isEqualTo(1);
    }

    @Test
    void a_batch_stops_before_its_byte_cap() {
        offer(A, 2_000, 0);
        offer(A, 2_000, 0);
        offer(A, 2_000, 0);

        assertThat(flow.poll(Destination.ONLY, 0)).isNotNull()
                .extracting(polled -> polled.batch().bytes())
                .isEqualTo(4_000L);
        assertThat(flow.poll(Destination.ONLY, 0)).isNull();
    }

    @Test
    void a_segment_above_the_byte_cap_is_a_batch_of_its_own() {
        offer(A, 6_000, 0);
        offer(A, 10, 0);

        assertThat(flow.poll(Destination.ONLY, 0)).isNotNull().extracting(BatchState::size).isEqualTo(1);
    }

    @Test
    void tenants_take_turns() {
        IntStream.range(0, 150).forEach(i -> offer(A, 10, 0));
        IntStream.range(0, 50).forEach(i -> offer(B, 10, 0));

        var order = new ArrayList<TenantId>();
        for (var batch = flow.poll(Destination.ONLY, 0); batch != null; batch = flow.poll(Destination.ONLY, 0)) {
            order.add(batch.tenant());
        }

        assertThat(order).containsExactly(A, B, A, A);
    }

    @Test
    void batches_stored_on_disk_do_not_count_as_turns_of_their_tenant() {
        var large = new Flow(new BatchLimits(50, 100_000, 1_000), new SegmentBudget(100_000_000, 0), books);
        for (int i = 0; i < 400; i++) {
            large.offer(A, segment(10_000));
        }
        for (var stored = large.spill(any -> true); stored != null; stored = large.spill(any -> true)) {
            stored.stored();
        }
        for (int i = 0; i < 200; i++) {
            large.offer(A, segment(10_000));
            large.offer(B, segment(10_000));
        }

        var first = IntStream.range(0, 20).mapToObj(i -> large.poll(Destination.ONLY, 1_000).tenant()).toList();

        assertThat(first).filteredOn(A::equals).hasSize(10);
    }

    private static Segment segment(int bytes) {
        return new Segment(new Envelope(null, 1, 0, 0, 0, false, false, false, false, false), new byte[bytes], SOURCE,
                0);
    }

    @Test
    void segments_keep_their_order() {
        var offered = IntStream.range(0, 120).mapToObj(i -> offer(A, 10, i)).toList();

        var polled = new ArrayList<Segment>();
        for (var batch = flow.pollAny(); batch != null; batch = flow.pollAny()) {
            polled.addAll(batch.segments());
        }

        assertThat(polled).isEqualTo(offered);
    }

    @Test
    void a_full_budget_sheds_the_oldest_segment_with_the_reason() {
        offer(A, 9_000, 0);
        offer(A, 900, 1);

        offer(A, 200, 2);

        assertThat(books.read(A).shed()).containsEntry(ShedReason.BUFFER_FULL, 1L);
        assertThat(books.read(A).imbalance()).isZero();
        assertThat(budget.used()).isEqualTo(1_100);
    }

    @Test
    void a_segment_keeps_its_bytes_of_the_budget_until_it_ends() {
        offer(A, 100, 0);
        offer(A, 50, 0);
        var batch = flow.pollEarly(Destination.ONLY);
        assertThat(batch).isNotNull();
        assertThat(budget.used()).isEqualTo(150);

        var again = batch.toWaiting().toInFlight();
        assertThat(budget.used()).isEqualTo(150);

        var segments = again.segments();
        again.deadLettered(segments.getFirst(), new SegmentRefusal("InvalidId", "", null));
        again.delivered(segments.subList(1, 2), "request");
        assertThat(budget.used()).isZero();
        assertThat(books.read(A).deadLettered()).containsExactlyEntriesOf(java.util.Map.of("InvalidId", 1L));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 51, -1})
    void refuses_a_batch_size_beyond_the_limits_of_x_ray(int segments) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> new BatchLimits(segments, 1, 1));

        assertThat(refusal).hasMessageContaining("upload.batchSegments must be 1 to 50, was " + segments);
    }

    @Test
    void codes_beyond_the_bound_are_counted_as_other() {
        var codes = new BoundedCounterMap(BoundedCounterMap.MAX_CODES);

        IntStream.range(0, 100).forEach(i -> codes.add("Code" + i, 1));

        assertThat(codes.read()).hasSize(BoundedCounterMap.MAX_CODES + 1)
                .containsEntry(BoundedCounterMap.OTHER, 100L - BoundedCounterMap.MAX_CODES);
    }

    @Test
    void rules_beyond_the_bound_are_counted_together() {
        var rules = new BoundedCounterMap(BoundedCounterMap.MOST_RULES);

        IntStream.range(0, 100).forEach(i -> rules.add("rule" + i % 40, 1));

        assertThat(rules.read()).hasSize(BoundedCounterMap.MOST_RULES + 1)
                .containsEntry("rule0", 3L)
                .containsEntry(BoundedCounterMap.OTHER, 16L);
    }

    @Test
    void the_books_balance_at_every_step() {
        for (int seed = 0; seed < 50; seed++) {
            new RandomRun(new Random(seed)).run(400);
        }
    }

    private Segment offer(TenantId tenant, int bytes, long now) {
        var segment = segment(bytes, now);
        assertThat(flow.offer(tenant, segment)).isEqualTo(Offer.ACCEPTED);
        return segment;
    }

    private static Segment segment(int bytes, long now) {
        return new Segment(Envelope.UNREADABLE, new byte[bytes], SOURCE, now);
    }

    /** Offers, batches and every kind of end, in random order. */
    private static final class RandomRun {
        private static final KeepRate RATE = KeepRate.of(0.5);

        private final Random random;
        private final SegmentLedger books = new SegmentLedger();
        private final SegmentBudget budget = new SegmentBudget(3_000, 0);
        private final Flow flow = new Flow(new BatchLimits(5, 300, 20), budget, books);
        private final List<InFlightBatch> sending = new ArrayList<>();
        private final List<WaitingBatch> waiting = new ArrayList<>();

        RandomRun(Random random) {
            this.random = random;
        }

        void run(int steps) {
            for (int now = 0; now < steps; now++) {
                step(now);
                books.read().values().forEach(balance -> assertThat(balance.imbalance()).isZero());
                assertThat(budget.used()).isBetween(0L, budget.limit());
            }
            settleAll();
            assertThat(budget.used()).isZero();
            assertThat(books.read().values()).allMatch(balance -> balance.queued() == 0 && balance.inFlight() == 0)
                    .allMatch(balance -> balance.sampledOut().get(KeepRate.RULE) > 0);
        }

        private void step(int now) {
            var tenant = random.nextBoolean() ? A : B;
            switch (random.nextInt(10)) {
                case 8 -> flow.sampledOut(tenant, new SampledOut(new TraceId(now, 1), 1, 100, SOURCE, now), RATE);
                case 9 -> flow.offerKept(tenant, segment(random.nextInt(200), now), RATE);
                case 0 -> books.rejected(tenant, dev.tracegate.segment.RejectReason.MISSING_HEADER);
                case 1, 2, 3, 4 -> flow.offer(tenant, segment(random.nextInt(200), now));
                case 5 -> keep(flow.poll(Destination.ONLY, now));
                case 6 -> end();
                default -> resume();
            }
        }

        private void keep(InFlightBatch batch) {
            if (batch != null) {
                sending.add(batch);
            }
        }

        private void end() {
            if (sending.isEmpty()) {
                return;
            }
            var batch = sending.remove(random.nextInt(sending.size()));
            switch (random.nextInt(4)) {
                case 0 -> batch.delivered(batch.segments(), "request");
                case 1 -> batch.segments()
                        .forEach(segment -> batch.deadLettered(segment, new SegmentRefusal("InvalidId", "", null)));
                case 2 -> batch.toLeaving().shed(ShedReason.DRAIN_DEADLINE);
                default -> waiting.add(batch.toWaiting());
            }
        }

        private void resume() {
            if (!waiting.isEmpty()) {
                sending.add(waiting.removeLast().toInFlight());
            }
        }

        private void settleAll() {
            for (var batch = flow.pollEarly(Destination.ONLY); batch != null; batch = flow
                    .pollEarly(Destination.ONLY)) {
                sending.add(batch);
            }
            while (!waiting.isEmpty()) {
                resume();
            }
            sending.forEach(batch -> batch.delivered(batch.segments(), "request"));
        }
    }
}
