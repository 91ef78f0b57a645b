package dev.tracegate.dispatch;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.dispatch.SendOutcome.Answered;
import dev.tracegate.flow.Batch;
import dev.tracegate.flow.BatchLimits;
import dev.tracegate.flow.Flow;
import dev.tracegate.flow.FlowListener;
import dev.tracegate.flow.QueueConfig;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.segment.Envelope;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.testkit.ManualClock;
import io.vertx.core.Future;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A destination stays scheduled after an unexpected exception in a pass of the dispatcher. */
class RestoredRouteTest {
    private static final TenantId SHOP = new TenantId("shop");
    private final ManualClock time = new ManualClock();
    private final SegmentLedger ledger = new SegmentLedger();
    private final List<DispatchEvent> events = new ArrayList<>();
    private @Nullable Throwable bug;
    private final Flow flow = new Flow(new BatchLimits(50, 100_000, ofSeconds(1).toNanos()),
            new SegmentBudget(1_000_000),
            ledger, tenant -> QueueConfig.OPEN, new FailingListener());
    private final Dispatcher dispatcher = new Dispatcher(flow,
            batch -> Future.succeededFuture(new Answered("id", List.of())), Overflow.none(),
            new RetryPolicy(2, Long.MAX_VALUE, new Random(3)), time, time, events::add);

    /** Throws when a batch is started, within a pass of the dispatcher. */
    private final class FailingListener implements FlowListener {
        @Override
        public void started(Batch batch) {
            var thrown = bug;
            bug = null;
            switch (thrown) {
                case null -> {
                }
                case Error error -> throw error;
                default -> throw new IllegalStateException(thrown);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {IllegalArgumentException.class, StackOverflowError.class, NoClassDefFoundError.class})
    void a_failed_pass_is_reported_keeps_the_route_scheduled_and_is_repeated_within_a_second(
            Class<? extends Throwable> kind) throws ReflectiveOperationException {
        bug = kind.getConstructor().newInstance();
        offer(100);
        dispatcher.wake();
        assertThat(events).filteredOn(DispatchEvent.ScanFailed.class::isInstance).hasSize(1);

        time.advance(ofSeconds(1));

        assertThat(events).filteredOn(DispatchEvent.ScanFailed.class::isInstance).hasSize(1);
        assertThat(ledger.read(SHOP).delivered()).as("segments without the batch that the bug removed").isEqualTo(50);
    }

    @Test
    void a_route_that_was_not_scheduled_is_restored_and_reported() {
        offer(50);
        dispatcher.wake();
        time.advance(ofSeconds(2));
        assertThat(ledger.read(SHOP).delivered()).isEqualTo(50);
        assertThat(events).noneMatch(DispatchEvent.Restored.class::isInstance);

        offer(50);
        // simulates a bug: the change is consumed and the route is not scheduled
        assertThat(flow.nextChanged()).isNotNull();
        time.advance(ofSeconds(2));

        assertThat(ledger.read(SHOP).delivered()).isEqualTo(100);
        assertThat(events).anyMatch(DispatchEvent.Restored.class::isInstance);
    }

    private void offer(int segments) {
        for (int i = 0; i < segments; i++) {
            flow.offer(SHOP,
                    new Segment(new Envelope(null, 1, 0, 0, 0, false, false, false, false, false), new byte[100],
                            new InetSocketAddress("127.0.0.1", 1), time.getAsLong()));
        }
    }
}
