package dev.tracegate.dispatch;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.dispatch.SendOutcome.Answered;
import dev.tracegate.dispatch.SendOutcome.Cause;
import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.flow.Batch;
import dev.tracegate.flow.BatchLimits;
import dev.tracegate.flow.Flow;
import dev.tracegate.flow.ledger.LedgerSnapshot;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.segment.Envelope;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.testkit.ManualClock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Batches beyond the memory budget are stored in the overflow and sent from there later. */
class OverflowControllerTest {
    private static final Answered ALL = new Answered("req", List.of());
    private static final Failed UNREACHABLE = new Failed(Cause.CONNECTION, 0, "Refused", "connection refused", null);

    private final ManualClock time = new ManualClock();
    private final SegmentLedger books = new SegmentLedger();
    private final SegmentBudget budget = new SegmentBudget(100_000);
    private final Flow flow = new Flow(new BatchLimits(50, 100_000, ofSeconds(1).toNanos()), budget, books);
    private final FakeOverflow overflow = new FakeOverflow();
    private Function<Batch, SendOutcome> answer = batch -> UNREACHABLE;
    private final Dispatcher dispatcher = new Dispatcher(flow, batch -> Future.succeededFuture(answer.apply(batch)),
            overflow, new RetryPolicy(2, Long.MAX_VALUE, new Random(3)), time, time,
            event -> assertThat(event).isNotInstanceOfAny(DispatchEvent.Restored.class,
                    DispatchEvent.ScanFailed.class));

    @Test
    void segments_beyond_the_memory_budget_are_stored_during_an_outage_and_delivered_later() {
        offer(1_000);

        assertThat(balance().spooled()).isGreaterThan(700);
        assertThat(balance().shed().values()).allMatch(count -> count == 0);
        assertThat(budget.used()).isLessThan(budget.limit());

        answer = batch -> ALL;
        time.advance(Duration.ofMinutes(2));

        assertThat(balance().delivered()).isEqualTo(1_000);
        assertThat(balance().spooled()).isZero();
        assertThat(overflow.stored).isEmpty();
        assertThat(budget.used()).isZero();
    }

    @Test
    void a_full_overflow_sheds_the_least_valuable_segments() {
        overflow.most = 3;
        offer(1_000);

        assertThat(balance().spooled()).isBetween(100L, 150L);
        assertThat(balance().shed().get(ShedReason.BUFFER_FULL)).isPositive();
        assertThat(balance().imbalance()).isZero();
    }

    @Test
    void a_batch_that_the_overflow_fails_to_store_stays_in_memory() {
        overflow.refuses = true;
        offer(200);

        answer = batch -> ALL;
        time.advance(Duration.ofMinutes(2));

        assertThat(balance().imbalance()).isZero();
        assertThat(balance().delivered() + balance().shed().get(ShedReason.BUFFER_FULL)).isEqualTo(200);
        assertThat(balance().delivered()).isPositive();
    }

    @Test
    void closing_stores_the_segments_that_were_not_delivered() {
        offer(100);

        var left = dispatcher.close().result();

        assertThat(left).isEqualTo(new DrainResult(100, 0));
        assertThat(overflow.stored.values().stream().mapToLong(Batch::size).sum()).isEqualTo(100);
        assertThat(balance().spooled()).isEqualTo(100);
        assertThat(budget.used()).isZero();
    }

    @Test
    void closing_waits_for_the_overflow_to_accept_more_batches() {
        IntStream.range(0, 20).forEach(i -> offer(new TenantId("tenant-" + i), 5));
        overflow.slow = time;
        overflow.mostPending = 3;

        var left = dispatcher.close();
        time.advance(ofSeconds(1));

        assertThat(left.result()).isEqualTo(new DrainResult(100, 0));
        assertThat(budget.used()).isZero();
    }

    @Test
    void closing_sheds_any_number_of_segments_that_the_overflow_has_no_room_for() {
        var many = new Flow(new BatchLimits(50, 100_000, ofSeconds(1).toNanos()), new SegmentBudget(100_000_000),
                books);
        var ends = new Dispatcher(many, batch -> Promise.<SendOutcome>promise().future(), overflow,
                new RetryPolicy(2, Long.MAX_VALUE, new Random(3)), time, time,
                event -> assertThat(event).isNotInstanceOfAny(DispatchEvent.Restored.class,
                        DispatchEvent.ScanFailed.class));
        IntStream.range(0, 5_000).forEach(i -> many.offer(new TenantId("tenant-" + i), segment()));
        overflow.slow = time;
        overflow.most = 1;

        var left = ends.close();
        time.advance(ofSeconds(1));

        assertThat(left.result()).isEqualTo(new DrainResult(1, 4_999));
    }

    @Test
    void closing_releases_the_batches_taken_from_the_overflow() {
        offer(1_000);
        answer = batch -> ALL;
        time.advance(ofSeconds(11));
        answer = batch -> UNREACHABLE;

        dispatcher.close();

        assertThat(overflow.taken).isEmpty();
        assertThat(balance().imbalance()).isZero();
        assertThat(balance().delivered() + balance().spooled()).isEqualTo(1_000);
    }

    @Test
    void a_stored_batch_that_was_split_is_deleted_after_its_last_part_has_ended() {
        offer(400);
        answer = batch -> batch.size() > 3 ? new Failed(Cause.CONTENT_REFUSED, 413, "TooLarge", "", null) : ALL;

        time.advance(Duration.ofMinutes(5));

        assertThat(balance().delivered()).isEqualTo(400);
        assertThat(overflow.stored).isEmpty();
    }

    @Test
    void the_books_balance_for_random_outcomes_of_sink_and_overflow() {
        for (int seed = 0; seed < 20; seed++) {
            new OverflowControllerTest().randomRun(new Random(seed));
        }
    }

    private void randomRun(Random random) {
        answer = batch -> random.nextInt(3) == 0
                ? ALL
                : new Failed(Cause.values()[random.nextInt(Cause.values().length)], 0, "CODE", "", null);
        overflow.most = 20;
        for (int step = 0; step < 400; step++) {
            offer(random.nextInt(30));
            overflow.refuses = random.nextInt(4) == 0;
            time.advance(ofMillis(random.nextInt(100)));
            assertThat(balance().imbalance()).isZero();
            assertThat(budget.used()).isBetween(0L, budget.limit());
        }
        answer = batch -> ALL;
        time.advance(Duration.ofMinutes(10));
        assertThat(balance().queued() + balance().inFlight() + balance().spooled()).isZero();
        assertThat(budget.used()).isZero();
        assertThat(overflow.stored).isEmpty();
    }

    private void offer(int segments) {
        offer(TenantId.DEFAULT, segments);
    }

    private void offer(TenantId tenant, int segments) {
        for (int i = 0; i < segments; i++) {
            flow.offer(tenant, segment());
            dispatcher.wake();
        }
    }

    private Segment segment() {
        return new Segment(Envelope.UNREADABLE, new byte[100], new InetSocketAddress("127.0.0.1", 1),
                time.getAsLong());
    }

    private LedgerSnapshot balance() {
        return books.read(TenantId.DEFAULT);
    }
}
