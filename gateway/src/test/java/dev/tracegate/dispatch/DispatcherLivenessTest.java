package dev.tracegate.dispatch;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.dispatch.SendOutcome.Answered;
import dev.tracegate.dispatch.SendOutcome.Cause;
import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.dispatch.SendOutcome.NotSent;
import dev.tracegate.dispatch.SendOutcome.Unprocessed;
import dev.tracegate.dispatch.SendOutcome.Verdict;
import dev.tracegate.flow.Batch;
import dev.tracegate.flow.BatchLimits;
import dev.tracegate.flow.Flow;
import dev.tracegate.flow.FlowListener;
import dev.tracegate.flow.QueueConfig;
import dev.tracegate.flow.ledger.LedgerSnapshot;
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
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random runs of several tenants and destinations in one process. After any failures of sink, credentials, memory and disk, segments do not wait
 * when they could be sent. Each run is repeatable from its seed.
 */
class DispatcherLivenessTest {
    private static final int RUNS = 150;
    private static final int STEPS = 120;
    private static final Answered ALL = new Answered("req", List.of());
    /** Segments of a full batch. */
    private static final int FULL = 10;
    private static final Duration LINGER = ofSeconds(1);
    /** Longer than every wait of a circuit, an endpoint or a batch, and than a rate needs to grow again after throttles. */
    private static final Duration RECOVERY = Duration.ofMinutes(5);
    private static final String BUG = "a bug";

    /** Collaborators that are free of bugs, and ones that throw. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.02})
    void segments_are_sent_after_all_failures_have_ended(double bugs) {
        for (int seed = 0; seed < RUNS; seed++) {
            new RandomRun(seed, bugs).run();
        }
    }

    /** One gateway with fakes around it. */
    private static final class RandomRun {
        private final int seed;
        private final Random random;
        private final ManualClock time = new ManualClock();
        private final SegmentLedger ledger = new SegmentLedger();
        private final List<TenantId> tenants;
        private final Flow flow;
        private final Dispatcher dispatcher;
        private final FakeOverflow overflow = new FakeOverflow();
        private final List<Promise<SendOutcome>> inFlight = new ArrayList<>();
        private double bugs;
        private boolean healthy;
        /** The cause with which all calls fail; null if each call has a random outcome. */
        private @Nullable Cause outage;
        private int calls;
        private long ids;

        RandomRun(int seed, double bugs) {
            this.seed = seed;
            this.random = new Random(seed);
            this.bugs = bugs;
            this.tenants = IntStream.range(0, 1 + random.nextInt(5)).mapToObj(i -> new TenantId("t" + i)).toList();
            var limits = new BatchLimits(FULL, 4_000, LINGER.toNanos());
            var listener = new FlowListener() {
                @Override
                public void started(Batch batch) {
                    mayFail();
                }
            };
            this.flow = new Flow(limits, new SegmentBudget(60_000), ledger, this::config,
                    FlowListener.all(this::contained, listener));
            boolean spools = random.nextBoolean();
            overflow.most = random.nextInt(20);
            overflow.slow = random.nextBoolean() ? time : null;
            this.dispatcher = new Dispatcher(flow, this::send, spools ? overflow : Overflow.none(),
                    spools && random.nextBoolean(),
                    new RetryPolicy(1 + random.nextInt(4), 1_000 + random.nextInt(20_000), random), time, time,
                    new EventPublisher(List.of(this::observe), this::contained));
        }

        private QueueConfig config(TenantId tenant) {
            int number = Integer.parseInt(tenant.value().substring(1));
            var destination = new Destination("account" + number / 2, "region" + number / 3);
            return new QueueConfig(destination, 1 + number, number == 1 ? 12_000 : Long.MAX_VALUE);
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                step();
            }
            bugs = 0;
            healthy = true;
            endCalls();
            advance(RECOVERY);
            assertThat(overflow.stored).as("seed %s: stored batches", seed).isEmpty();
            tenants.forEach(tenant -> assertThat(balance(tenant).queued() + balance(tenant).inFlight())
                    .as("seed %s: queued and sent segments of %s", seed, tenant)
                    .isZero());
            if (dispatcher.segmentsPerSecond() == Double.POSITIVE_INFINITY) { // otherwise the rate limit may delay a call
                tenants.forEach(this::assertFullBatchIsSentAtOnce);
            }
        }

        private void step() {
            if (random.nextInt(15) == 0) {
                outage = random.nextBoolean() ? null : Cause.values()[random.nextInt(Cause.values().length)];
            }
            switch (random.nextInt(6)) {
                case 0, 1, 2 -> offer(tenants.get(random.nextInt(tenants.size())), random.nextInt(3 * FULL));
                case 3 -> advance(ofMillis(random.nextInt(50)));
                case 4 -> advance(ofMillis(random.nextInt(5_000)));
                default -> endCalls();
            }
            tenants.forEach(tenant -> assertThat(balance(tenant).imbalance()).as("seed %s", seed).isZero());
        }

        /** Detects a change that the dispatcher misses before its own check, which runs every second, repairs it. */
        private void assertFullBatchIsSentAtOnce(TenantId tenant) {
            int before = calls;
            offer(tenant, FULL);

            assertThat(calls).as("seed %s: calls for a full batch of %s", seed, tenant).isGreaterThan(before);
        }

        private void offer(TenantId tenant, int segments) {
            for (int i = 0; i < segments; i++) {
                flow.offer(tenant, segment());
            }
            dispatcher.wake();
        }

        private void advance(Duration duration) {
            time.advance(duration);
        }

        private void endCalls() {
            for (var call : List.copyOf(inFlight)) {
                if (healthy || random.nextBoolean()) {
                    inFlight.remove(call);
                    call.complete(outcome());
                }
            }
        }

        /** Receives what listeners and consumers throw. */
        private void contained(Throwable thrown) {
            if (!BUG.equals(thrown.getMessage())) {
                throw new AssertionError("seed " + seed, thrown);
            }
        }

        private Future<SendOutcome> send(Batch batch) {
            calls++;
            mayFail();
            if (!healthy && random.nextBoolean()) {
                var call = Promise.<SendOutcome>promise();
                inFlight.add(call);
                return call.future();
            }
            return Future.succeededFuture(outcome(batch));
        }

        private SendOutcome outcome(Batch batch) {
            return healthy || random.nextInt(4) > 0
                    ? outcome()
                    : new Answered("req", List.of(new Unprocessed(batch.segments().getFirst().envelope().idText(),
                            "CODE", null, Verdict.values()[random.nextInt(Verdict.values().length)])));
        }

        private SendOutcome outcome() {
            return healthy ? ALL : outage == null ? anyOutcome() : failed(outage);
        }

        private SendOutcome anyOutcome() {
            return switch (random.nextInt(4)) {
                case 0 -> new NotSent(ofMillis(250));
                case 1 -> ALL;
                default -> failed(Cause.values()[random.nextInt(Cause.values().length)]);
            };
        }

        private Failed failed(Cause cause) {
            int status = cause.unanswered() || cause == Cause.NO_CREDENTIALS ? 0 : 400;
            return new Failed(cause, status, "CODE", "message",
                    random.nextInt(5) == 0 ? ofMillis(random.nextInt(3_000)) : null);
        }

        private void observe(DispatchEvent event) {
            if (bugs == 0 && !healthy) {
                assertThat(event).as("seed %s", seed)
                        .isNotInstanceOfAny(DispatchEvent.Restored.class, DispatchEvent.ScanFailed.class);
            }
            mayFail();
        }

        private void mayFail() {
            if (random.nextDouble() < bugs) {
                if (random.nextBoolean()) {
                    throw new IllegalStateException(BUG);
                }
                throw new InternalError(BUG);
            }
        }

        private Segment segment() {
            long id = ids++;
            boolean failed = random.nextInt(10) == 0;
            return new Segment(new Envelope(null, id, 0, 0, 0, failed, false, false, false, false),
                    new byte[random.nextInt(600)], new InetSocketAddress("127.0.0.1", 1), time.getAsLong());
        }

        private LedgerSnapshot balance(TenantId tenant) {
            return ledger.read(tenant);
        }
    }
}
