package dev.tracegate.dispatch;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.dispatch.SendOutcome.Answered;
import dev.tracegate.dispatch.SendOutcome.Cause;
import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.dispatch.SendOutcome.Unprocessed;
import dev.tracegate.dispatch.SendOutcome.Verdict;
import dev.tracegate.flow.Batch;
import dev.tracegate.flow.BatchLimits;
import dev.tracegate.flow.Flow;
import dev.tracegate.flow.ledger.LedgerSnapshot;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.segment.Envelope;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.testkit.ManualClock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With {@code spool.keep: second}, exactly the segments that have not been delivered within about a second are on disk. */
class WriteThroughTest {
    private static final Answered ALL = new Answered("req", List.of());
    private static final Failed UNREACHABLE = new Failed(Cause.CONNECTION, 0, "Refused", "connection refused", null);
    /** The linger time plus the time for a call plus the interval of the passes. */
    private static final Duration KEPT = ofMillis(1_750);

    private final ManualClock time = new ManualClock();
    private final SegmentLedger books = new SegmentLedger();
    private final SegmentBudget budget = new SegmentBudget(10_000_000);
    private final Flow flow = new Flow(new BatchLimits(50, 100_000, ofSeconds(1).toNanos()), budget, books);
    private final FakeOverflow overflow = new FakeOverflow();
    private final List<Promise<SendOutcome>> calls = new ArrayList<>();
    private Function<Batch, Future<SendOutcome>> answer = batch -> Future.succeededFuture(UNREACHABLE);
    private Dispatcher dispatcher = dispatcher(true);

    private Dispatcher dispatcher(boolean writeThrough) {
        return new Dispatcher(flow, batch -> answer.apply(batch), overflow, writeThrough,
                new RetryPolicy(2, Long.MAX_VALUE, new Random(3)), time, time, event -> {});
    }

    @Test
    void undelivered_segments_are_stored_even_if_memory_is_free() {
        offer(1_000);
        time.advance(KEPT);

        assertThat(storedSegments()).isEqualTo(1_000);
        assertThat(balance().imbalance()).isZero();
    }

    @Test
    void with_keep_pressure_nothing_is_stored_while_memory_is_free() {
        dispatcher.close();
        dispatcher = dispatcher(false);
        offer(1_000);
        time.advance(ofSeconds(10));

        assertThat(overflow.stored).isEmpty();
    }

    @Test
    void segments_delivered_in_time_are_not_stored() {
        answer = batch -> {
            var call = Promise.<SendOutcome>promise();
            time.after(ofMillis(200).toNanos(), () -> call.complete(ALL));
            return call.future();
        };
        overflow.most = 0;
        overflow.refuses = true;
        for (int second = 0; second < 10; second++) {
            offer(70); // a full batch, and one that lingers
            time.advance(ofSeconds(1));
        }
        time.advance(ofSeconds(2));

        assertThat(overflow.puts).isZero();
        assertThat(balance().delivered()).isEqualTo(700);
    }

    @Test
    void a_copy_of_the_batch_of_a_hanging_call_is_stored_until_the_call_ends() {
        answer = this::hang;
        offer(50);
        time.advance(KEPT);
        assertThat(storedSegments()).isEqualTo(50);
        assertThat(balance().inFlight()).isEqualTo(50);
        assertThat(balance().spooled()).isZero();
        assertThat(overflow.hasMore(any -> true)).isFalse();

        calls.getFirst().complete(ALL);

        assertThat(overflow.stored).isEmpty();
        assertThat(balance().delivered()).isEqualTo(50);
        assertThat(balance().imbalance()).isZero();
    }

    @Test
    void a_copy_written_after_the_delivery_of_the_batch_is_deleted() {
        answer = this::hang;
        overflow.slow = time;
        offer(50);
        time.advance(KEPT);
        assertThat(overflow.puts).isEqualTo(1);
        assertThat(overflow.stored).isEmpty();

        calls.getFirst().complete(ALL);
        time.advance(ofSeconds(1));

        assertThat(overflow.stored).isEmpty();
        assertThat(overflow.taken).isEmpty();
        assertThat(balance().delivered()).isEqualTo(50);
    }

    @Test
    void a_copy_is_kept_until_the_last_retried_segment_has_ended() {
        answer = this::hang;
        offer(50);
        time.advance(KEPT);

        calls.getFirst()
                .complete(new Answered("req",
                        List.of(new Unprocessed("0000000000000000", "ThrottlingException", "slow",
                                Verdict.THROTTLED))));
        assertThat(storedSegments()).isEqualTo(50);
        answer = batch -> Future.succeededFuture(ALL);
        time.advance(ofSeconds(30));

        assertThat(overflow.stored).isEmpty();
        assertThat(balance().delivered()).isEqualTo(50);
    }

    @Test
    void a_copy_that_could_not_be_stored_is_retried() {
        answer = this::hang;
        overflow.refuses = true;
        offer(50);
        time.advance(KEPT);
        assertThat(overflow.stored).isEmpty();

        overflow.refuses = false;
        time.advance(ofMillis(250));

        assertThat(storedSegments()).isEqualTo(50);
    }

    @Test
    void closing_does_not_store_a_copied_batch_again() {
        answer = this::hang;
        offer(50);
        time.advance(KEPT);

        var left = dispatcher.close().result();

        assertThat(left).isEqualTo(new DrainResult(50, 0));
        assertThat(storedSegments()).isEqualTo(50);
        assertThat(overflow.taken).isEmpty();
        assertThat(balance().spooled()).isEqualTo(50);
        assertThat(balance().imbalance()).isZero();
        assertThat(budget.used()).isZero();
    }

    @Test
    void closing_waits_for_a_copy_that_is_being_written() {
        answer = this::hang;
        overflow.slow = time;
        offer(50);
        time.advance(KEPT);

        var left = dispatcher.close();
        assertThat(left.isComplete()).isFalse();
        time.advance(ofSeconds(1));

        assertThat(left.result()).isEqualTo(new DrainResult(50, 0));
        assertThat(storedSegments()).isEqualTo(50);
        assertThat(overflow.taken).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void the_books_balance_and_the_overflow_empties_for_random_outcomes(long seed) {
        var random = new Random(seed);
        answer = batch -> {
            var call = Promise.<SendOutcome>promise();
            time.after(ofMillis(random.nextInt(3_000)).toNanos(), () -> call.complete(outcome(random)));
            return call.future();
        };
        overflow.most = 30;
        for (int step = 0; step < 300; step++) {
            offer(random.nextInt(60));
            overflow.refuses = random.nextInt(4) == 0;
            overflow.slow = random.nextBoolean() ? time : null;
            time.advance(ofMillis(random.nextInt(300)));
            assertThat(balance().imbalance()).isZero();
        }
        answer = batch -> Future.succeededFuture(ALL);
        time.advance(Duration.ofMinutes(10));

        assertThat(balance().queued() + balance().inFlight() + balance().spooled()).isZero();
        assertThat(budget.used()).isZero();
        assertThat(overflow.stored).isEmpty();
        assertThat(overflow.taken).isEmpty();
    }

    private static SendOutcome outcome(Random random) {
        return random.nextInt(3) == 0
                ? ALL
                : new Failed(Cause.values()[random.nextInt(Cause.values().length)], 0, "CODE", "", null);
    }

    private Future<SendOutcome> hang(Batch batch) {
        var call = Promise.<SendOutcome>promise();
        calls.add(call);
        return call.future();
    }

    private void offer(int segments) {
        for (int i = 0; i < segments; i++) {
            flow.offer(TenantId.DEFAULT, new Segment(Envelope.UNREADABLE, new byte[100],
                    new InetSocketAddress("127.0.0.1", 1), time.getAsLong()));
            dispatcher.wake();
        }
    }

    private long storedSegments() {
        return overflow.stored.values().stream().mapToLong(Batch::size).sum();
    }

    private LedgerSnapshot balance() {
        return books.read(TenantId.DEFAULT);
    }
}
