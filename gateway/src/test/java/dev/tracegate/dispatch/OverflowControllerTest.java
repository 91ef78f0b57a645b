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
import dev.tracegate.testkit.ManualTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Batches that memory cannot hold go to the overflow and come back. */
class OverflowControllerTest {
    private static final Answered ALL = new Answered("req", List.of());
    private static final Failed AWAY = new Failed(Cause.CONNECTION, 0, "Refused", "connection refused", null);

    private final ManualTime time = new ManualTime();
    private final SegmentLedger books = new SegmentLedger();
    private final SegmentBudget budget = new SegmentBudget(100_000);
    private final Flow flow = new Flow(new BatchLimits(50, 100_000, ofSeconds(1).toNanos()), budget, books);
    private final Shelf shelf = new Shelf();
    private Function<Batch, SendOutcome> answer = batch -> AWAY;
    private final Dispatcher dispatcher = new Dispatcher(flow, batch -> Future.succeededFuture(answer.apply(batch)),
            shelf, new RetryPolicy(2, Long.MAX_VALUE, new Random(3)), time, time,
            event -> assertThat(event).isNotInstanceOfAny(DispatchEvent.Restored.class,
                    DispatchEvent.LookFailed.class));

    @Test
    void what_memory_cannot_hold_while_the_sink_is_away_is_stored_and_delivered_later() {
        offer(1_000);

        assertThat(balance().spooled()).isGreaterThan(700);
        assertThat(balance().shed().values()).allMatch(count -> count == 0);
        assertThat(budget.used()).isLessThan(budget.limit());

        answer = batch -> ALL;
        time.advance(Duration.ofMinutes(2));

        assertThat(balance().delivered()).isEqualTo(1_000);
        assertThat(balance().spooled()).isZero();
        assertThat(shelf.stored).isEmpty();
        assertThat(budget.used()).isZero();
    }

    @Test
    void without_room_on_the_shelf_the_least_worth_is_shed() {
        shelf.most = 3;
        offer(1_000);

        assertThat(balance().spooled()).isBetween(100L, 150L);
        assertThat(balance().shed().get(ShedReason.BUFFER_FULL)).isPositive();
        assertThat(balance().imbalance()).isZero();
    }

    @Test
    void a_batch_that_the_shelf_refuses_after_all_stays_in_memory() {
        shelf.refuses = true;
        offer(200);

        answer = batch -> ALL;
        time.advance(Duration.ofMinutes(2));

        assertThat(balance().imbalance()).isZero();
        assertThat(balance().delivered() + balance().shed().get(ShedReason.BUFFER_FULL)).isEqualTo(200);
        assertThat(balance().delivered()).isPositive();
    }

    @Test
    void at_the_end_what_has_not_arrived_is_stored() {
        offer(100);

        var left = dispatcher.close().result();

        assertThat(left).isEqualTo(new DrainResult(100, 0));
        assertThat(shelf.stored.values().stream().mapToLong(Batch::size).sum()).isEqualTo(100);
        assertThat(balance().spooled()).isEqualTo(100);
        assertThat(budget.used()).isZero();
    }

    @Test
    void at_the_end_what_the_shelf_does_not_take_at_once_it_takes_when_it_has_answered() {
        IntStream.range(0, 20).forEach(i -> offer(new TenantId("tenant-" + i), 5));
        shelf.slow = time;
        shelf.mostPending = 3;

        var left = dispatcher.close();
        time.advance(ofSeconds(1));

        assertThat(left.result()).isEqualTo(new DrainResult(100, 0));
        assertThat(budget.used()).isZero();
    }

    @Test
    void at_the_end_what_the_shelf_has_no_room_for_is_shed_however_much_it_is() {
        var many = new Flow(new BatchLimits(50, 100_000, ofSeconds(1).toNanos()), new SegmentBudget(100_000_000),
                books);
        var ends = new Dispatcher(many, batch -> Promise.<SendOutcome>promise().future(), shelf,
                new RetryPolicy(2, Long.MAX_VALUE, new Random(3)), time, time,
                event -> assertThat(event).isNotInstanceOfAny(DispatchEvent.Restored.class,
                        DispatchEvent.LookFailed.class));
        IntStream.range(0, 5_000).forEach(i -> many.offer(new TenantId("tenant-" + i), segment()));
        shelf.slow = time;
        shelf.most = 1;

        var left = ends.close();
        time.advance(ofSeconds(1));

        assertThat(left.result()).isEqualTo(new DrainResult(1, 4_999));
    }

    @Test
    void what_had_come_back_at_the_end_is_given_back() {
        offer(1_000);
        answer = batch -> ALL;
        time.advance(ofSeconds(11));
        answer = batch -> AWAY;

        dispatcher.close();

        assertThat(shelf.taken).isEmpty();
        assertThat(balance().imbalance()).isZero();
        assertThat(balance().delivered() + balance().spooled()).isEqualTo(1_000);
    }

    @Test
    void a_stored_batch_that_is_cut_in_pieces_is_done_when_its_last_piece_is() {
        offer(400);
        answer = batch -> batch.size() > 3 ? new Failed(Cause.CONTENT_REFUSED, 413, "TooLarge", "", null) : ALL;

        time.advance(Duration.ofMinutes(5));

        assertThat(balance().delivered()).isEqualTo(400);
        assertThat(shelf.stored).isEmpty();
    }

    @Test
    void the_books_balance_whatever_sink_and_shelf_do() {
        for (int seed = 0; seed < 20; seed++) {
            new OverflowControllerTest().randomRun(new Random(seed));
        }
    }

    private void randomRun(Random random) {
        answer = batch -> random.nextInt(3) == 0
                ? ALL
                : new Failed(Cause.values()[random.nextInt(Cause.values().length)], 0, "CODE", "", null);
        shelf.most = 20;
        for (int step = 0; step < 400; step++) {
            offer(random.nextInt(30));
            shelf.refuses = random.nextInt(4) == 0;
            time.advance(ofMillis(random.nextInt(100)));
            assertThat(balance().imbalance()).isZero();
            assertThat(budget.used()).isBetween(0L, budget.limit());
        }
        answer = batch -> ALL;
        time.advance(Duration.ofMinutes(10));
        assertThat(balance().queued() + balance().inFlight() + balance().spooled()).isZero();
        assertThat(budget.used()).isZero();
        assertThat(shelf.stored).isEmpty();
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
