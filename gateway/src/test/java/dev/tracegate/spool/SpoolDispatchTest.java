package dev.tracegate.spool;

import static dev.tracegate.spool.Rig.CARTS;
import static dev.tracegate.spool.Rig.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.dispatch.Dispatcher;
import dev.tracegate.dispatch.DrainResult;
import dev.tracegate.dispatch.RetryPolicy;
import dev.tracegate.dispatch.SendOutcome;
import dev.tracegate.dispatch.SendOutcome.Answered;
import dev.tracegate.dispatch.SendOutcome.Cause;
import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.dispatch.Timers;
import dev.tracegate.flow.Batch;
import dev.tracegate.flow.BatchLimits;
import dev.tracegate.flow.Flow;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.TenantId;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The spool with the real dispatcher, flow and ledger on a real event loop, across restarts. */
class SpoolDispatchTest {
    private static final Answered ALL = new Answered("req", List.of());
    private static final Failed UNREACHABLE = new Failed(Cause.CONNECTION, 0, "Refused", "connection refused", null);

    @TempDir
    private Path folder;
    private final List<String> delivered = new ArrayList<>();
    private Function<Batch, SendOutcome> answer = batch -> UNREACHABLE;
    private boolean writeThrough;
    private int offered;
    private long shed;
    private Rig rig;
    private Flow flow;
    private Dispatcher dispatcher;

    private void start(Random random) {
        rig.begin();
        var budget = new SegmentBudget(400_000);
        flow = new Flow(new BatchLimits(50, 20_000, Duration.ofMillis(1).toNanos()), budget, rig.books);
        dispatcher = new Dispatcher(flow, this::send, rig.spool, writeThrough,
                new RetryPolicy(4, Long.MAX_VALUE, random), timers(),
                System::nanoTime, event -> {});
        rig.awaitState(SpoolState.Working.class);
        rig.settle();
        rig.run(dispatcher::wake);
    }

    private Timers timers() {
        return (nanos, task) -> {
            long id = rig.vertx.setTimer(Math.max(1, nanos / 1_000_000), due -> task.run());
            return () -> rig.vertx.cancelTimer(id);
        };
    }

    private Future<SendOutcome> send(Batch batch) {
        var outcome = answer.apply(batch);
        if (outcome instanceof Answered) {
            batch.segments().forEach(segment -> delivered.add(batch.tenant() + " " + text(segment)));
        }
        return Future.succeededFuture(outcome);
    }

    private static String text(Segment segment) {
        return new String(segment.escaped(), StandardCharsets.UTF_8).strip();
    }

    private DrainResult stop() {
        var left = rig.onLoop(() -> dispatcher.close());
        rig.end();
        for (var tenant : List.of(ORDERS, CARTS)) {
            var balance = rig.balance(tenant);
            assertThat(balance.imbalance()).isZero();
            assertThat(balance.queued() + balance.inFlight()).isZero();
            assertThat(balance.shed().get(ShedReason.SPOOL_UNREADABLE)).isZero();
            shed += balance.shed().values().stream().mapToLong(Long::longValue).sum();
        }
        assertThat(flow.used()).isZero();
        return left;
    }

    private void offer(TenantId tenant, int segments) {
        rig.run(() -> {
            for (int i = 0; i < segments; i++) {
                flow.offer(tenant, Rig.segment("%-1000d".formatted(offered++)));
                dispatcher.wake();
            }
        });
    }

    private long imbalance() {
        return rig.balance(ORDERS).imbalance() + rig.balance(CARTS).imbalance();
    }

    @Test
    void segments_beyond_the_memory_during_an_outage_are_delivered_after_a_restart() {
        rig = new Rig(folder);
        start(new Random(1));
        for (int i = 0; i < 40; i++) {
            offer(i % 2 == 0 ? ORDERS : CARTS, 50);
            Rig.await(() -> flow.used() <= flow.limit() * 7 / 10); // waits, because memory would otherwise be full before the batches are on disk
        }
        var left = stop();
        assertThat(left).isEqualTo(new DrainResult(left.stored(), 0));
        assertThat(shed).isZero();

        answer = batch -> ALL;
        start(new Random(2));
        Rig.await(() -> rig.balance(ORDERS).delivered() + rig.balance(CARTS).delivered() == 2_000);
        stop();

        assertThat(new HashSet<>(delivered)).hasSameSizeAs(delivered).hasSize(2_000);
        assertThat(delivered).allMatch(one -> one.startsWith("orders") == (number(one) / 50 % 2 == 0));
        rig.close();
    }

    private static int number(String delivered) {
        return Integer.parseInt(delivered.substring(delivered.indexOf(' ') + 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void each_segment_ends_once_for_random_outcomes_and_restarts(long seed) {
        var random = new Random(seed);
        writeThrough = seed % 2 == 0; // the segments are old enough to be stored at once
        rig = new Rig(folder);
        for (int run = 0; run < 4; run++) {
            answer = batch -> random.nextInt(3) == 0 ? ALL : UNREACHABLE;
            start(random);
            for (int step = 0; step < 30; step++) {
                offer(random.nextBoolean() ? ORDERS : CARTS, random.nextInt(60));
                assertThat(imbalance()).isZero();
            }
            stop();
        }
        answer = batch -> ALL;
        start(random);
        Rig.await(() -> rig.spool.status().rows() == 0);
        stop();

        assertThat(new HashSet<>(delivered)).hasSameSizeAs(delivered);
        assertThat(delivered.size() + shed).isEqualTo(offered);
        rig.close();
    }
}
