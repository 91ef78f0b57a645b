package dev.tracegate.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.dispatch.SendOutcome.Answered;
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
import io.vertx.core.Promise;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Fairness between destinations if more of them have segments than calls are allowed. */
class RouteTurnsTest {
    private final ManualClock time = new ManualClock();
    private final Flow flow = new Flow(new BatchLimits(50, 100_000, Duration.ofSeconds(1).toNanos()),
            new SegmentBudget(100_000_000), new SegmentLedger(),
            tenant -> new QueueConfig(new Destination(tenant.value().substring(0, 1), "eu-west-1"), 1, Long.MAX_VALUE),
            FlowListener.NONE);
    private final ArrayDeque<Promise<SendOutcome>> inFlight = new ArrayDeque<>();
    private final List<String> accounts = new ArrayList<>();
    private final Dispatcher dispatcher = new Dispatcher(flow, batch -> {
        accounts.add(flow.destination(batch.tenant()).account());
        inFlight.add(Promise.promise());
        return inFlight.getLast().future();
    }, Overflow.none(), new RetryPolicy(1, Long.MAX_VALUE, new Random(1)), time, time,
            event -> assertThat(event).isNotInstanceOfAny(DispatchEvent.Restored.class,
                    DispatchEvent.ScanFailed.class));

    @Test
    void a_destination_with_many_tenants_gets_its_share_of_the_calls() {
        offer("a", 5_000);
        offer("b", 5_000);
        for (int i = 0; i < 60; i++) {
            offer("c" + i, 50);
            time.advance(Duration.ofMillis(1));
            inFlight.remove().complete(new Answered("req", List.of()));
        }

        assertThat(accounts).filteredOn("c"::equals).hasSizeBetween(19, 21);
    }

    private void offer(String tenant, int segments) {
        for (int i = 0; i < segments; i++) {
            flow.offer(new TenantId(tenant),
                    new Segment(new Envelope(null, 1, 0, 0, 0, false, false, false, false, false), new byte[100],
                            new InetSocketAddress("127.0.0.1", 1), time.getAsLong()));
        }
        dispatcher.wake();
    }
}
