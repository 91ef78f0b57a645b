package dev.tracegate.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.flow.BatchLimits;
import dev.tracegate.flow.Flow;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.ingest.source.TenantRateLimiters;
import dev.tracegate.ingest.source.TenantResolver;
import dev.tracegate.sampling.head.DecisionLog;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.segment.TraceId;
import dev.tracegate.tenant.Registry;
import dev.tracegate.tenant.TenantId;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Bytes that are allocated for a datagram from its arrival to the queue, with and without a keep rate. {@code -Dcost.rounds=600} prints them with the
 * time for a datagram, the least of so many rounds.
 */
class HeadDecisionAllocationTest {
    private static final InetSocketAddress SOURCE = new InetSocketAddress("127.0.0.1", 40_000);
    private static final int DATAGRAMS = 500;
    /** Few, so that C2 compiles nothing: it removes allocations, and not in all three cases at the same time. */
    private static final int ROUNDS = Integer.getInteger("cost.rounds", 3);
    private static final boolean PRINT = System.getProperty("cost.rounds") != null;
    /** Keeps all traces in practice, and yet decides about each. */
    private static final double NEARLY_ALL = Math.nextDown(1.0);

    private record Cost(long bytes, long nanos) {}

    @Test
    void a_decision_allocates_nothing_and_a_dropped_document_less_than_one_that_is_kept() {
        var off = cost(1);
        var kept = cost(NEARLY_ALL);
        var dropped = cost(0);
        if (PRINT) {
            print(off, kept, dropped);
        }
        assertThat(kept.bytes).isEqualTo(off.bytes);
        assertThat(dropped.bytes).isLessThan(off.bytes / 2);
    }

    private static void print(Cost off, Cost kept, Cost dropped) {
        System.out.printf("| off | %d B, %d ns |%n| on, kept | %d B, %d ns |%n| on, dropped | %d B, %d ns |%n",
                off.bytes,
                off.nanos, kept.bytes, kept.nanos, dropped.bytes, dropped.nanos);
    }

    /** The least of several rounds: a round may meet a table that grows. */
    private static Cost cost(double rate) {
        var registry = Registry.of(List.of(), rate);
        var books = new SegmentLedger();
        var flow = new Flow(new BatchLimits(50, 1_000_000, 0), new SegmentBudget(1L << 30), books);
        var intake = new DatagramProcessor(TenantResolver.of(registry, new TenantRateLimiters(0)), flow, books, () -> 0,
                new Silent(), new DecisionLog(() -> Instant.EPOCH, () -> 0), 0);
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var datagrams = datagrams();
        long bytes = Long.MAX_VALUE;
        long nanos = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = thread.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            for (byte[] datagram : datagrams) {
                intake.datagram(datagram, datagram.length, SOURCE, 2_000);
            }
            nanos = Math.min(nanos, (System.nanoTime() - start) / DATAGRAMS);
            bytes = Math.min(bytes, (thread.getCurrentThreadAllocatedBytes() - before) / DATAGRAMS);
            for (var batch = flow.pollAny(); batch != null; batch = flow.pollAny()) {
                batch.shed(ShedReason.DRAIN_DEADLINE);
            }
        }
        var page = books.read(TenantId.DEFAULT);
        assertThat(page.received()).isEqualTo((long) ROUNDS * DATAGRAMS);
        assertThat(page.sampledOut().values()).hasSize(rate == 0 ? 1 : 0);
        return new Cost(bytes, nanos);
    }

    private static List<byte[]> datagrams() {
        var random = new SplittableRandom(6);
        return java.util.stream.IntStream.range(0, DATAGRAMS)
                .mapToObj(i -> ("{\"format\":\"json\",\"version\":1}\n{\"trace_id\":\"%s\",\"id\":\"70de5b6f19ff9a0a\","
                        + "\"name\":\"orders\",\"start_time\":1.5,\"end_time\":2.5,\"annotations\":{\"text\":\"%s\"}}")
                        .formatted(new TraceId(random.nextLong(), random.nextLong()), "x".repeat(850))
                        .getBytes(UTF_8))
                .toList();
    }

    private static final class Silent implements DatagramListener {
        @Override
        public void rejected(InetSocketAddress source, RejectReason reason, int bytes) {}

        @Override
        public void shed(InetSocketAddress source, ShedReason reason, int bytes) {}

        @Override
        public void readFailed(Throwable failure) {}
    }
}
