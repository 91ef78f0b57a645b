package dev.tracegate.dispatch;

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
import dev.tracegate.segment.Envelope;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.testkit.ManualClock;
import io.vertx.core.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A proxy, a firewall or a load balancer answers in place of X-Ray. */
class RefusedOnTheWayTest {
    private static final SendOutcome ALL = new Answered("req", List.of());
    private static final int BLOCKED = 1;
    private static final int ACCEPTED = 2;

    private final ManualClock time = new ManualClock();
    private final SegmentLedger books = new SegmentLedger();
    private final Flow flow = new Flow(new BatchLimits(50, 100_000, Duration.ofSeconds(1).toNanos()),
            new SegmentBudget(10_000_000), books);
    private final List<Batch> calls = new ArrayList<>();
    private Function<Batch, SendOutcome> answer = batch -> ALL;
    private final Dispatcher dispatcher = new Dispatcher(flow, batch -> {
        calls.add(batch);
        return Future.succeededFuture(answer.apply(batch));
    }, Overflow.none(), new RetryPolicy(4, Long.MAX_VALUE, new Random(7)), time, time,
            event -> assertThat(event).isNotInstanceOfAny(DispatchEvent.Restored.class,
                    DispatchEvent.ScanFailed.class));

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 413, 502, 301})
    void an_intermediary_that_refuses_every_call_for_a_while_causes_no_loss(int status) {
        answer = batch -> foreign(status);
        for (int i = 0; i < 100; i++) {
            offer(ACCEPTED, 50);
            time.advance(Duration.ofMillis(100));
        }
        assertThat(dispatcher.endpointReachable()).isFalse();

        answer = batch -> ALL;
        time.advance(Duration.ofSeconds(20));

        assertThat(balance().delivered()).isEqualTo(5_000);
        assertThat(balance().deadLettered()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 49})
    void a_document_that_a_firewall_blocks_becomes_a_dead_letter_and_delays_no_other(int blocked) {
        answer = batch -> has(batch, BLOCKED) ? foreign(403) : ALL;
        offer(BLOCKED, blocked);
        offer(ACCEPTED, 50 - blocked);
        int others = 50 - blocked;
        for (int i = 0; i < 600; i++) {
            offer(ACCEPTED, 10);
            others += 10;
            time.advance(Duration.ofMillis(100));
            assertThat(dispatcher.endpointReachable()).isTrue();
        }
        time.advance(Duration.ofSeconds(30));

        assertThat(balance().delivered()).isEqualTo(others);
        assertThat(balance().deadLettered()).isEqualTo(Map.of("refused_on_the_way", (long) blocked));
        assertThat(balance().imbalance()).isZero();
    }

    @Test
    void a_blocked_document_does_not_delay_its_batch_without_other_traffic() {
        answer = batch -> has(batch, BLOCKED) ? foreign(403) : ALL;
        offer(BLOCKED, 1);
        offer(ACCEPTED, 49);

        time.advance(Duration.ofMinutes(2));

        assertThat(balance().delivered()).isEqualTo(49);
    }

    @Test
    void a_document_refused_while_every_call_is_refused_is_kept() {
        answer = batch -> foreign(400);
        offer(ACCEPTED, 1);

        time.advance(Duration.ofHours(1));
        assertThat(balance().deadLettered()).isEmpty();

        answer = batch -> ALL;
        time.advance(Duration.ofSeconds(5));
        assertThat(balance().delivered()).isOne();
    }

    @Test
    void a_batch_too_large_for_a_proxy_is_halved_until_it_passes() {
        answer = batch -> batch.size() > 7 ? foreign(413) : ALL;
        offer(ACCEPTED, 200);

        time.advance(Duration.ofSeconds(10));

        assertThat(balance().delivered()).isEqualTo(200);
    }

    @Test
    void random_refusals_of_half_of_the_calls_lose_no_segment() {
        var random = new Random(11);
        answer = batch -> random.nextBoolean() ? foreign(400) : ALL;
        for (int i = 0; i < 300; i++) {
            offer(ACCEPTED, 50);
            time.advance(Duration.ofMillis(100));
        }
        time.advance(Duration.ofMinutes(2));

        assertThat(balance().delivered()).isEqualTo(15_000);
    }

    private static boolean has(Batch batch, int kind) {
        return batch.segments().stream().anyMatch(segment -> segment.envelope().id() == kind);
    }

    private static Failed foreign(int status) {
        return new Failed(Cause.ON_THE_WAY, status, "HTTP " + status, "", null);
    }

    private void offer(int kind, int segments) {
        for (int i = 0; i < segments; i++) {
            flow.offer(TenantId.DEFAULT,
                    new Segment(new Envelope(null, kind, 0, 0, 0, false, false, false, false, false), new byte[100],
                            new InetSocketAddress("127.0.0.1", 1), time.getAsLong()));
        }
        dispatcher.wake();
    }

    private LedgerSnapshot balance() {
        return books.read(TenantId.DEFAULT);
    }
}
