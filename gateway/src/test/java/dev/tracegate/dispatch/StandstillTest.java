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
import dev.tracegate.flow.FlowListener;
import dev.tracegate.flow.QueueConfig;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.segment.Envelope;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.Destination;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.testkit.ManualClock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A destination that accepts nothing for ten seconds while segments wait for it is reported as stalled with the reason. */
class StandstillTest {
    private static final SendOutcome ALL = new Answered("req", List.of());
    private static final TenantId SHOP = new TenantId("shop");
    private static final TenantId BANK = new TenantId("bank");
    private static final Destination OF_SHOP = new Destination("shop", "eu-west-1");

    private final ManualClock time = new ManualClock();
    private final SegmentLedger books = new SegmentLedger();
    private final Flow flow = new Flow(new BatchLimits(50, 100_000, ofSeconds(60).toNanos()),
            new SegmentBudget(1_000_000),
            books, tenant -> new QueueConfig(new Destination(tenant.value(), "eu-west-1"), 1, Long.MAX_VALUE),
            FlowListener.NONE);
    private final FakeOverflow overflow = new FakeOverflow();
    private final List<String> reports = new ArrayList<>();
    private final Map<TenantId, Function<Batch, Future<SendOutcome>>> answers = new HashMap<>();
    private final Dispatcher dispatcher = new Dispatcher(flow,
            batch -> answers.getOrDefault(batch.tenant(), sent -> Future.succeededFuture(ALL)).apply(batch), overflow,
            new RetryPolicy(4, Long.MAX_VALUE, new Random(7)), time, time, event -> {
                if (event instanceof DispatchEvent.Stalled(var stalled)) {
                    reports.add(stalled.toString());
                } else if (event instanceof DispatchEvent.Moving(var destination)) {
                    reports.add(destination + " moves");
                }
            });

    @ParameterizedTest
    @EnumSource(value = Cause.class, names = "CONTENT_REFUSED", mode = EnumSource.Mode.EXCLUDE)
    void a_stalled_destination_is_reported_after_ten_seconds_until_it_accepts_segments(Cause cause) {
        fail(SHOP, cause);
        offer(SHOP, 100);
        time.advance(ofMillis(9_999));
        assertThat(dispatcher.stalled()).isEmpty();
        time.advance(ofSeconds(1));

        assertThat(dispatcher.stalled()).singleElement()
                .returns(OF_SHOP, StalledDestination::destination)
                .returns(cause.label(), StalledDestination::reason)
                .returns(100L, StalledDestination::segments);
        assertThat(reports).singleElement()
                .asString()
                .startsWith("shop/eu-west-1 has taken nothing for 10 s and 100 segments wait: " + cause.label()
                        + " (CODE: message");

        answers.clear();
        time.advance(ofSeconds(40));
        assertThat(dispatcher.stalled()).isEmpty();
        assertThat(reports).last().isEqualTo("shop/eu-west-1 moves");
    }

    @Test
    void the_report_contains_the_requested_retry_delay() {
        answers.put(SHOP, batch -> Future.succeededFuture(
                new Failed(Cause.THROTTLED, 429, "ThrottledException", "Rate exceeded", Duration.ofMinutes(5))));
        offer(SHOP, 50);

        time.advance(ofSeconds(11));

        assertThat(reports).singleElement().asString().contains("it asks for a wait of 300 s");
    }

    @Test
    void the_report_is_repeated_each_minute_while_the_destination_is_stalled() {
        fail(SHOP, Cause.TIMEOUT);
        offer(SHOP, 50);

        time.advance(ofSeconds(10 + 3 * 60 + 2));

        assertThat(reports).hasSize(4);
    }

    @Test
    void unanswered_calls_are_reported_as_the_reason() {
        answers.put(SHOP, batch -> Promise.<SendOutcome>promise().future());
        offer(SHOP, 1_000);

        time.advance(ofSeconds(11));

        assertThat(dispatcher.stalled()).singleElement().returns("no_answer", StalledDestination::reason);
    }

    @Test
    void segments_that_wait_only_on_disk_count() {
        fail(SHOP, Cause.ACCESS_DENIED);
        for (int i = 0; i < 100; i++) {
            offer(SHOP, 100);
            time.advance(ofMillis(100));
        }
        time.advance(ofSeconds(2));

        assertThat(books.read(SHOP).spooled()).isPositive();
        assertThat(dispatcher.stalled()).singleElement()
                .returns(books.read(SHOP).spooled() + books.read(SHOP).queued(), StalledDestination::segments);
    }

    @Test
    void a_lingering_slow_or_idle_destination_is_not_stalled() {
        offer(SHOP, 3);
        time.advance(ofSeconds(30));
        assertThat(dispatcher.stalled()).isEmpty();

        answers.put(BANK, batch -> {
            var answer = Promise.<SendOutcome>promise();
            time.after(ofSeconds(8).toNanos(), () -> answer.complete(ALL));
            return answer.future();
        });
        offer(BANK, 1_000);
        for (int second = 0; second < 40; second++) {
            time.advance(ofSeconds(1));
            assertThat(dispatcher.stalled()).isEmpty();
        }
        answers.clear();
        fail(SHOP, Cause.SERVER);
        time.advance(Duration.ofHours(1));
        offer(SHOP, 50);
        time.advance(ofSeconds(5));
        assertThat(dispatcher.stalled()).isEmpty();
    }

    @Test
    void only_the_stalled_one_of_two_destinations_is_reported() {
        fail(SHOP, Cause.THROTTLED);
        for (int second = 0; second < 15; second++) {
            offer(SHOP, 50);
            offer(BANK, 50);
            time.advance(ofSeconds(1));
        }

        assertThat(dispatcher.stalled()).extracting(StalledDestination::destination).containsExactly(OF_SHOP);
        assertThat(dispatcher.destinations()).isEqualTo(2);
    }

    private void fail(TenantId tenant, Cause cause) {
        answers.put(tenant, batch -> Future.succeededFuture(new Failed(cause, 0, "CODE", "message", null)));
    }

    private void offer(TenantId tenant, int segments) {
        for (int i = 0; i < segments; i++) {
            flow.offer(tenant, new Segment(new Envelope(null, 1, 0, 0, 0, false, false, false, false, false),
                    new byte[100], new InetSocketAddress("127.0.0.1", 1), time.getAsLong()));
        }
        dispatcher.wake();
    }
}
