package dev.tracegate.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.dispatch.SendOutcome.Answered;
import dev.tracegate.dispatch.SendOutcome.Unprocessed;
import dev.tracegate.dispatch.SendOutcome.Verdict;
import dev.tracegate.flow.Batch;
import dev.tracegate.flow.BatchLimits;
import dev.tracegate.flow.Flow;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.segment.Envelope;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.testkit.ManualClock;
import io.vertx.core.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** For random responses of X-Ray, a segment becomes a dead letter only if an entry named it or it was refused alone. */
class RefusedOnlyWhenNamedTest {
    private final ManualClock time = new ManualClock();
    private final SegmentLedger books = new SegmentLedger();
    private final Flow flow = new Flow(new BatchLimits(50, 100_000, Duration.ofSeconds(1).toNanos()),
            new SegmentBudget(10_000_000), books);
    /** Segments that an entry named with an id unique in the call, or that were alone in a call with an entry. */
    private final Set<Segment> refusable = new HashSet<>();
    private final List<Segment> deadLetters = new ArrayList<>();
    private int calls;

    @Test
    void a_segment_becomes_a_dead_letter_only_if_named_or_refused_alone() {
        for (int seed = 0; seed < 300; seed++) {
            new RefusedOnlyWhenNamedTest().run(new Random(seed));
        }
    }

    private void run(Random random) {
        int callsWithEntries = random.nextInt(40);
        var dispatcher = new Dispatcher(flow, batch -> {
            calls++;
            return Future.succeededFuture(
                    new Answered(null, calls > callsWithEntries ? List.of() : entries(random, batch)));
        }, Overflow.none(), new RetryPolicy(2, Long.MAX_VALUE, random), time, time, event -> {
            if (event instanceof DispatchEvent.Refused(_, var segment, _)) {
                deadLetters.add(segment);
            }
        });
        int segments = 1 + random.nextInt(120);
        for (int i = 0; i < segments; i++) {
            flow.offer(TenantId.DEFAULT, segment(random.nextInt(20)));
        }
        dispatcher.wake();
        time.advance(Duration.ofMinutes(10));

        var end = books.read(TenantId.DEFAULT);
        assertThat(refusable).containsAll(deadLetters);
        assertThat(deadLetters).doesNotHaveDuplicates();
        assertThat(end.delivered() + deadLetters.size()).as("delivered and dead-lettered segments").isEqualTo(segments);
        assertThat(end.imbalance()).isZero();
    }

    private List<Unprocessed> entries(Random random, Batch batch) {
        var entries = new ArrayList<Unprocessed>();
        for (int i = random.nextInt(5); i > 0; i--) {
            var id = id(random, batch);
            var verdict = Verdict.values()[random.nextInt(Verdict.values().length)];
            for (int times = random.nextInt(3); times >= 0; times--) {
                entries.add(new Unprocessed(id, verdict == Verdict.UNKNOWN ? null : verdict.name(), null, verdict));
            }
            var named = batch.segments()
                    .stream()
                    .filter(one -> id != null && id.equals(one.envelope().idText()))
                    .toList();
            if (named.size() == 1) {
                refusable.addAll(named);
            }
        }
        if (batch.size() == 1 && !entries.isEmpty()) {
            refusable.addAll(batch.segments());
        }
        return entries;
    }

    private static @Nullable String id(Random random, Batch batch) {
        return switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> "";
            case 2 -> "ffffffffffffffff";
            default -> batch.segments().get(random.nextInt(batch.size())).envelope().idText();
        };
    }

    private static Segment segment(long id) {
        return new Segment(new Envelope(null, id, 0, 0, 0, false, false, false, false, false), new byte[10],
                new InetSocketAddress("127.0.0.1", 1), 0);
    }
}
