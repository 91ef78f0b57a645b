package dev.tracegate.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.flow.BatchLimits;
import dev.tracegate.flow.Flow;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.ingest.source.TenantResolver;
import dev.tracegate.sampling.client.SamplingObserver;
import dev.tracegate.sampling.head.DecisionListener;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.segment.TraceId;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What observing the sampling clients costs a root segment of 1 KiB from its datagram to its queue. With {@code -Dcost.rounds=2000} it prints bytes and
 * nanoseconds, as in docs/sampling.md.
 */
class RootReaderAllocationTest {
    private static final int DATAGRAMS = 500;
    /** Few, so that C2 compiles nothing: it removes allocations, and not in both cases at the same time. */
    private static final int ROUNDS = Integer.getInteger("cost.rounds", 3);
    private static final boolean PRINT = System.getProperty("cost.rounds") != null;
    /** Measured: 0 from one sender; with 16 in turn 56, for the bytes of the address and the key of it. */
    private static final long MOST_BYTES = 72;

    private record Cost(long bytes, long nanos) {}

    @Test
    void costs_nothing_without_a_listener_and_little_with_one() {
        var before = cost(null, 1);
        var off = cost(RootReader.none(), 1);
        var one = cost(RootReader.of(new SamplingObserver(() -> 0)), 1);
        var many = cost(RootReader.of(new SamplingObserver(() -> 0)), 16);
        if (PRINT) {
            System.out.printf("off %s%non, one sender %s%non, 16 senders %s%noff, 16 senders %s%n", off, one, many,
                    cost(RootReader.none(), 16));
        }
        assertThat(off.bytes).isEqualTo(before.bytes);
        assertThat(one.bytes - off.bytes).isLessThan(8);
        assertThat(many.bytes - off.bytes).isLessThanOrEqualTo(MOST_BYTES);
    }

    /** The least of several rounds: a round may meet a table that grows. */
    private static Cost cost(RootReader roots, int senders) {
        var books = new SegmentLedger();
        var flow = new Flow(new BatchLimits(50, 1_000_000, 0), new SegmentBudget(1L << 30), books);
        var intake = roots == null
                ? new DatagramProcessor(TenantResolver.single(), flow, books, () -> 0, new Silent())
                : new DatagramProcessor(TenantResolver.single(), flow, books, () -> 0, new Silent(),
                        DecisionListener.NONE, roots, 0);
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var datagrams = datagrams();
        var sources = IntStream.range(0, senders)
                .mapToObj(i -> new InetSocketAddress("127.0.0." + (i + 1), 40_000))
                .toList();
        long bytes = Long.MAX_VALUE;
        long nanos = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = thread.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            for (int i = 0; i < DATAGRAMS; i++) {
                byte[] datagram = datagrams.get(i);
                intake.datagram(datagram, datagram.length, sources.get(i % senders), 2_000);
            }
            nanos = Math.min(nanos, (System.nanoTime() - start) / DATAGRAMS);
            bytes = Math.min(bytes, (thread.getCurrentThreadAllocatedBytes() - before) / DATAGRAMS);
            for (var batch = flow.pollAny(); batch != null; batch = flow.pollAny()) {
                batch.shed(ShedReason.DRAIN_DEADLINE);
            }
        }
        return new Cost(bytes, nanos);
    }

    private static List<byte[]> datagrams() {
        var random = new SplittableRandom(6);
        return IntStream.range(0, DATAGRAMS)
                .mapToObj(i -> ("{\"format\":\"json\",\"version\":1}\n{\"trace_id\":\"%s\",\"id\":\"70de5b6f19ff9a0a\","
                        + "\"name\":\"orders\",\"start_time\":1.5,\"end_time\":2.5,\"aws\":{\"xray\":{\"rule_name\":"
                        + "\"Default\",\"sdk\":\"X-Ray for Java\",\"sdk_version\":\"2.20.0\"}},"
                        + "\"annotations\":{\"text\":\"%s\"}}")
                        .formatted(new TraceId(random.nextLong(), random.nextLong()), "x".repeat(760))
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
