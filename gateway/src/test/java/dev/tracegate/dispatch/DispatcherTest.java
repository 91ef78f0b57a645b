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
import dev.tracegate.flow.SampledOut;
import dev.tracegate.flow.ledger.LedgerSnapshot;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.sampling.head.KeepRate;
import dev.tracegate.segment.Envelope;
import dev.tracegate.segment.Segment;
import dev.tracegate.segment.TraceId;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.testkit.ManualClock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DispatcherTest {
    private static final Answered ALL = new Answered("req", List.of());

    private final ManualClock time = new ManualClock();
    private final SegmentLedger books = new SegmentLedger();
    private final SegmentBudget budget = new SegmentBudget(1_000_000);
    private final Flow flow = new Flow(new BatchLimits(50, 100_000, ofSeconds(1).toNanos()), budget, books);
    private final ScriptedSink sink = new ScriptedSink();
    private final List<Unprocessed> reported = new ArrayList<>();
    private final List<SendOutcome> attempted = new ArrayList<>();
    private final List<Failed> postponed = new ArrayList<>();
    private final Dispatcher dispatcher = new Dispatcher(flow, sink, Overflow.none(),
            new RetryPolicy(2, Long.MAX_VALUE, new Random(3)), time, time,
            event -> {
                switch (event) {
                    case DispatchEvent.Attempted(_, var outcome, _) -> attempted.add(outcome);
                    case DispatchEvent.Postponed(_, var failure, _) -> postponed.add(failure);
                    case DispatchEvent.Refused(_, _, var refusal) -> reported.add(refusal);
                    case DispatchEvent.ScanFailed(var bug) -> throw new AssertionError(bug);
                    case DispatchEvent.Restored lost -> throw new AssertionError(lost.toString());
                    case DispatchEvent.Stalled _,DispatchEvent.Moving _ -> {
                    }
                }
            });

    @Test
    void a_partial_batch_is_sent_after_its_linger_time() {
        offer(3);

        time.advance(ofMillis(999));
        assertThat(sink.calls).isEmpty();
        time.advance(ofMillis(1));

        assertThat(sink.calls).hasSize(1);
        assertThat(balance().delivered()).isEqualTo(3);
    }

    @Test
    void concurrent_calls_are_bounded() {
        sink.answer = batch -> sink.hold();
        offer(200);

        assertThat(sink.calls).hasSize(2);
        sink.held.remove().complete(ALL);
        assertThat(sink.calls).hasSize(3);
        assertThat(balance().inFlight()).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource(value = Cause.class, names = {"CONTENT_REFUSED", "ON_THE_WAY"}, mode = EnumSource.Mode.EXCLUDE)
    void segments_of_a_failed_call_are_sent_again_for_every_cause(Cause cause) {
        sink.failNext(cause, 7);
        offer(50);

        time.advance(Duration.ofMinutes(10));

        assertThat(balance().delivered()).isEqualTo(50);
        // without credentials no call was made, so the first call is not a retry
        assertThat(balance().retried()).isEqualTo(cause == Cause.NO_CREDENTIALS ? 0 : 350);
        assertThat(budget.used()).isZero();
    }

    @Test
    void a_batch_that_waits_for_credentials_counts_as_neither_attempted_nor_retried() {
        sink.answers.add(new SendOutcome.NotSent(ofMillis(250)));
        sink.answers.add(new SendOutcome.NotSent(ofMillis(250)));
        offer(50);
        assertThat(attempted).isEmpty();

        time.advance(ofSeconds(2));

        assertThat(balance().delivered()).isEqualTo(50);
        assertThat(balance().retried()).isZero();
        assertThat(attempted).containsExactly(ALL);
        assertThat(postponed).isEmpty();
    }

    @Test
    void a_failed_batch_that_then_waits_for_credentials_counts_as_retried_once() {
        sink.answers.add(failed(Cause.EXPIRED_CREDENTIALS, null));
        sink.answers.add(new SendOutcome.NotSent(ofMillis(250)));
        offer(50);

        time.advance(ofSeconds(10));

        assertThat(balance().delivered()).isEqualTo(50);
        assertThat(balance().retried()).isEqualTo(50);
        assertThat(attempted).hasSize(2);
    }

    @Test
    void an_exception_of_the_sink_is_a_failed_call() {
        sink.answer = batch -> {
            throw new IllegalStateException("a bug");
        };
        offer(50);

        sink.answer = batch -> Future.succeededFuture(ALL);
        time.advance(ofSeconds(10));

        assertThat(balance().delivered()).isEqualTo(50);
        assertThat(budget.used()).isZero();
    }

    @Test
    void an_unreachable_endpoint_is_probed_with_one_call_at_a_time() {
        sink.answer = batch -> Future.succeededFuture(failed(Cause.CONNECTION, null));
        offer(500);
        time.advance(ofSeconds(5));
        int before = sink.calls.size();

        time.advance(Duration.ofMinutes(1));

        assertThat(dispatcher.endpointReachable()).isFalse();
        // full jitter up to 2 s: about 60 probes a minute, one at a time
        assertThat(sink.calls.size() - before).isBetween(30, 120);

        sink.answer = batch -> Future.succeededFuture(ALL);
        time.advance(ofSeconds(30));
        assertThat(balance().delivered()).isEqualTo(500);
    }

    @Test
    void throttles_do_not_make_an_endpoint_unreachable() {
        sink.failNext(Cause.THROTTLED, 20);
        offer(50);

        time.advance(ofSeconds(20));

        assertThat(dispatcher.endpointReachable()).isTrue();
    }

    @Test
    void a_destination_with_a_long_retry_delay_is_probed_with_one_call_at_a_time() {
        sink.answer = batch -> Future.succeededFuture(failed(Cause.THROTTLED, ofSeconds(999_999_999)));
        offer(500);
        int first = sink.calls.size();
        time.advance(ofMillis(999));
        assertThat(sink.calls).hasSize(first);
        time.advance(ofMillis(1));
        assertThat(sink.calls).hasSize(first + 1);

        time.advance(Duration.ofMinutes(5));
        // at intervals that grow to five seconds
        assertThat(sink.calls.size() - first).isBetween(50, 75);

        sink.answer = batch -> Future.succeededFuture(ALL);
        time.advance(ofSeconds(10));
        assertThat(balance().delivered()).isEqualTo(500);
    }

    @Test
    void the_retry_delay_of_a_batch_is_capped_at_a_second() {
        sink.answers.add(failed(Cause.SERVER, Duration.ofHours(1)));
        offer(50);

        time.advance(ofMillis(999));
        assertThat(sink.calls).hasSize(1);
        time.advance(ofMillis(1));

        assertThat(balance().delivered()).isEqualTo(50);
    }

    @Test
    void a_recovered_endpoint_is_detected_within_two_seconds() {
        sink.answer = batch -> Future.succeededFuture(failed(Cause.CONNECTION, null));
        offer(500);
        time.advance(Duration.ofMinutes(3));

        sink.answer = batch -> Future.succeededFuture(ALL);
        time.advance(ofSeconds(2));

        assertThat(dispatcher.endpointReachable()).isTrue();
    }

    @Test
    void throttled_batches_shrink_and_the_segments_cut_off_do_not_count_as_retried() {
        sink.answer = batch -> Future.succeededFuture(failed(Cause.THROTTLED, null));
        offer(500);

        time.advance(Duration.ofMinutes(1));

        assertThat(sink.calls.getLast().size()).isOne();
        assertThat(balance().retried()).isEqualTo(
                sink.calls.stream().mapToInt(Batch::size).sum() - segmentsThatWereSent());
        sink.answer = batch -> Future.succeededFuture(ALL);
        time.advance(ofSeconds(20));
        assertThat(balance().delivered()).isEqualTo(500);
        assertThat(balance().imbalance()).isZero();
    }

    private long segmentsThatWereSent() {
        return sink.calls.stream().flatMap(batch -> batch.segments().stream()).distinct().count();
    }

    @Test
    void without_credentials_segments_wait() {
        sink.answer = batch -> Future.succeededFuture(failed(Cause.NO_CREDENTIALS, null));
        offer(50);
        time.advance(ofSeconds(60));
        assertThat(dispatcher.credentialsAccepted()).isFalse();
        assertThat(balance().queued()).isEqualTo(50);

        sink.answer = batch -> Future.succeededFuture(ALL);
        time.advance(ofSeconds(60));

        assertThat(dispatcher.credentialsAccepted()).isTrue();
        assertThat(balance().delivered()).isEqualTo(50);
    }

    @Test
    void a_refused_document_is_reported_and_the_others_are_delivered() {
        sink.answers.add(new Answered("req",
                List.of(new Unprocessed("0000000000000007", "InvalidSegment", "Trace Size Exceeded", Verdict.FINAL))));
        offer(50);

        assertThat(balance().delivered()).isEqualTo(49);
        assertThat(balance().deadLettered()).containsEntry("InvalidSegment", 1L);
        assertThat(reported)
                .containsExactly(
                        new Unprocessed("0000000000000007", "InvalidSegment", "Trace Size Exceeded", Verdict.FINAL));
    }

    @Test
    void only_documents_with_a_transient_error_are_sent_again() {
        sink.answers.add(new Answered("req",
                List.of(new Unprocessed("0000000000000007", "ThrottledException", "Rate exceeded", Verdict.THROTTLED),
                        new Unprocessed("0000000000000008", "InternalFailure", null, Verdict.PASSING),
                        new Unprocessed("0000000000000009", "InvalidSegment", null, Verdict.FINAL))));
        offer(50);

        time.advance(ofSeconds(20));

        assertThat(sink.calls).extracting(Batch::size).containsExactly(50, 2);
        assertThat(balance().delivered()).isEqualTo(49);
        assertThat(balance().deadLettered()).containsExactly(java.util.Map.entry("InvalidSegment", 1L));
        assertThat(balance().imbalance()).isZero();
    }

    @Test
    void an_unknown_code_is_final_after_eight_calls() {
        sink.answer = batch -> Future.succeededFuture(
                batch.segments().stream().anyMatch(segment -> segment.envelope().id() == 7)
                        ? new Answered("req",
                                List.of(new Unprocessed("0000000000000007", "New", null, Verdict.UNKNOWN)))
                        : ALL);
        offer(50);

        time.advance(Duration.ofMinutes(1));

        assertThat(sink.calls).extracting(Batch::size).containsExactly(50, 1, 1, 1, 1, 1, 1, 1);
        assertThat(balance().deadLettered()).containsExactly(java.util.Map.entry("New", 1L));
        assertThat(balance().delivered()).isEqualTo(49);
    }

    @Test
    void batches_that_wait_for_a_retry_use_at_most_an_eighth_of_the_budget() {
        sink.answer = batch -> Future.succeededFuture(failed(Cause.THROTTLED, null));
        for (int i = 0; i < 900_000 / 1_000; i++) {
            flow.offer(TenantId.DEFAULT, segment(i, 500));
            dispatcher.wake();
        }

        time.advance(ofSeconds(30));

        // an eighth of the budget, and the batches of calls that started before it was full
        assertThat(segmentsThatWereSent()).isLessThan(900 / 8 + 3 * 50);
        assertThat(balance().queued()).isEqualTo(900);
    }

    @Test
    void a_batch_refused_for_its_content_is_halved_until_the_invalid_document_is_isolated() {
        sink.answer = batch -> Future.succeededFuture(
                batch.segments().stream().anyMatch(segment -> segment.envelope().id() == 13)
                        ? failed(Cause.CONTENT_REFUSED, null)
                        : ALL);
        offer(50);

        time.advance(ofSeconds(1));

        assertThat(balance().delivered()).isEqualTo(49);
        assertThat(balance().deadLettered()).containsEntry("CODE", 1L);
    }

    @Test
    void draining_sends_partial_batches_at_once() {
        offer(3);

        var drained = dispatcher.drain();

        assertThat(drained.succeeded()).isTrue();
        assertThat(balance().delivered()).isEqualTo(3);
    }

    @Test
    void segments_that_remain_at_the_drain_deadline_are_shed_and_counted() {
        sink.answer = batch -> sink.hold();
        offer(120);
        var drained = dispatcher.drain();

        var left = dispatcher.close().result();
        sink.held.forEach(call -> call.complete(ALL));

        assertThat(drained.isComplete()).isFalse();
        assertThat(left).isEqualTo(new DrainResult(0, 120));
        assertThat(balance().shed()).containsEntry(ShedReason.DRAIN_DEADLINE, 120L);
        assertThat(balance().imbalance()).isZero();
        assertThat(budget.used()).isZero();
    }

    @Test
    void the_books_balance_for_random_outcomes_of_the_sink() {
        for (int seed = 0; seed < 30; seed++) {
            var run = new DispatcherTest();
            run.randomRun(new Random(seed));
        }
    }

    private void randomRun(Random random) {
        sink.answer = batch -> Future.succeededFuture(randomOutcome(random, batch));
        for (int step = 0; step < 300; step++) {
            flow.offer(TenantId.DEFAULT, segment(random.nextInt(100), random.nextInt(3_000)));
            if (random.nextBoolean()) {
                flow.sampledOut(TenantId.DEFAULT, new SampledOut(new TraceId(1, step), 1, 100,
                        new InetSocketAddress("127.0.0.1", 1), time.getAsLong()), KeepRate.of(0.1));
            }
            dispatcher.wake();
            time.advance(ofMillis(random.nextInt(200)));
            assertThat(balance().imbalance()).isZero();
        }
        sink.answer = batch -> Future.succeededFuture(ALL);
        time.advance(Duration.ofMinutes(5));
        assertThat(balance().queued() + balance().inFlight()).isZero();
        assertThat(balance().imbalance()).isZero();
        assertThat(budget.used()).isZero();
    }

    private static SendOutcome randomOutcome(Random random, Batch batch) {
        return switch (random.nextInt(3)) {
            case 0 -> ALL;
            case 1 -> new Answered(null,
                    List.of(new Unprocessed(batch.segments().getFirst().envelope().idText(), "InvalidId", null,
                            Verdict.FINAL)));
            default -> failed(Cause.values()[random.nextInt(Cause.values().length)], null);
        };
    }

    private void offer(int segments) {
        for (int i = 0; i < segments; i++) {
            flow.offer(TenantId.DEFAULT, segment(i, 100));
        }
        dispatcher.wake();
    }

    private Segment segment(long id, int bytes) {
        var envelope = new Envelope(null, id, 0, 0, 0, false, false, false, false, false);
        return new Segment(envelope, new byte[bytes], new InetSocketAddress("127.0.0.1", 1), time.getAsLong());
    }

    private LedgerSnapshot balance() {
        return books.read(TenantId.DEFAULT);
    }

    private static Failed failed(Cause cause, Duration retryAfter) {
        int status = cause.unanswered() || cause == Cause.NO_CREDENTIALS ? 0 : 400;
        return new Failed(cause, status, "CODE", "message", retryAfter);
    }

    private static final class ScriptedSink implements SegmentSink {
        private final List<Batch> calls = new ArrayList<>();
        private final ArrayDeque<SendOutcome> answers = new ArrayDeque<>();
        private final ArrayDeque<Promise<SendOutcome>> held = new ArrayDeque<>();
        private Function<Batch, Future<SendOutcome>> answer = batch -> Future.succeededFuture(ALL);

        @Override
        public Future<SendOutcome> send(Batch batch) {
            calls.add(batch);
            return answers.isEmpty() ? answer.apply(batch) : Future.succeededFuture(answers.remove());
        }

        void failNext(Cause cause, int times) {
            for (int i = 0; i < times; i++) {
                answers.add(failed(cause, null));
            }
        }

        Future<SendOutcome> hold() {
            var call = Promise.<SendOutcome>promise();
            held.add(call);
            return call.future();
        }
    }
}
