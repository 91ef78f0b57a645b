package dev.tracegate.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.flow.BatchLimits;
import dev.tracegate.flow.Flow;
import dev.tracegate.flow.QueueConfig;
import dev.tracegate.flow.history.Fate;
import dev.tracegate.flow.history.SegmentHistory;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.ingest.source.TenantRateLimiters;
import dev.tracegate.ingest.source.TenantResolver;
import dev.tracegate.sampling.head.DecisionLog;
import dev.tracegate.sampling.head.HeadDecision;
import dev.tracegate.sampling.head.HeadDecision.Outcome;
import dev.tracegate.sampling.head.KeepRate;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.segment.TraceId;
import dev.tracegate.tenant.Limits;
import dev.tracegate.tenant.Registry;
import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantCredentials;
import dev.tracegate.tenant.TenantId;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The keep rate of a tenant, from the datagram to the books, the history and the log of decisions. */
class HeadDecisionTest {
    private static final InetSocketAddress SOURCE = new InetSocketAddress("127.0.0.1", 40_000);
    private static final TenantId LOW = new TenantId("low");
    private static final TenantId HIGH = new TenantId("high");
    private static final int LOW_PORT = 2_001;
    private static final int HIGH_PORT = 2_002;
    private static final int TRACES = 1_000;

    /** The way of a segment in one process. */
    private static final class Gateway {
        private final SegmentLedger books = new SegmentLedger();
        private final SegmentHistory fates = new SegmentHistory(1 << 20, () -> 0, () -> Instant.EPOCH, 1);
        private final Flow flow = new Flow(new BatchLimits(50, 1_000_000, 0), new SegmentBudget(10_000_000), books,
                tenant -> QueueConfig.OPEN, fates);
        private final DecisionLog decisions = new DecisionLog(() -> Instant.EPOCH, () -> 0);
        private final TenantRateLimiters limiters = new TenantRateLimiters(0);
        private final TenantResolver tenants;
        private final DatagramProcessor intake;

        Gateway(Registry registry) {
            tenants = TenantResolver.of(registry, limiters);
            intake = new DatagramProcessor(tenants, flow, books, () -> 0, new Silence(), decisions, 0);
        }

        void reload(Registry registry) {
            limiters.reconfigure(registry, 0);
            tenants.reconfigure(registry);
        }

        void receive(String document, int port) {
            byte[] datagram = ("{\"format\":\"json\",\"version\":1}\n" + document).getBytes(UTF_8);
            intake.datagram(datagram, datagram.length, SOURCE, port);
        }

        void receive(TraceId trace, int port) {
            receive("{\"trace_id\":\"%s\",\"id\":\"70de5b6f19ff9a0a\"}".formatted(trace), port);
        }

        /** The traces of all queued segments; empties the queues. */
        Set<TraceId> queued() {
            var traces = new HashSet<TraceId>();
            for (var batch = flow.pollAny(); batch != null; batch = flow.pollAny()) {
                batch.segments().forEach(segment -> traces.add(segment.envelope().traceId()));
                batch.shed(ShedReason.DRAIN_DEADLINE);
            }
            return traces;
        }

        List<Fate> fates(TraceId trace) {
            var search = fates.search(trace, 10);
            return Stream.generate(search::step).flatMap(Optional::stream).findFirst().orElseThrow().segments();
        }
    }

    private static final class Silence implements DatagramListener {
        @Override
        public void rejected(InetSocketAddress source, RejectReason reason, int bytes) {}

        @Override
        public void shed(InetSocketAddress source, ShedReason reason, int bytes) {}

        @Override
        public void readFailed(Throwable failure) {
            throw new AssertionError(failure);
        }
    }

    private static Registry single(double rate) {
        return Registry.of(List.of(), rate);
    }

    private static Registry two(double low, double high) {
        return Registry.of(List.of(tenant(LOW, LOW_PORT, low), tenant(HIGH, HIGH_PORT, high)));
    }

    private static Tenant tenant(TenantId id, int port, double rate) {
        return new Tenant(id, Limits.NONE, List.of(), List.of(port), List.of(), TenantCredentials.UNDECLARED, null,
                true,
                rate);
    }

    private static List<TraceId> traces() {
        var random = new SplittableRandom(14);
        return Stream.generate(() -> new TraceId(random.nextLong(), random.nextLong())).limit(TRACES).toList();
    }

    private static Set<TraceId> kept(double rate) {
        return traces().stream().filter(KeepRate.of(rate)::keeps).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.5, 1})
    void exactly_the_traces_that_the_hash_keeps_go_on_and_the_books_balance(double rate) {
        var gateway = new Gateway(single(rate));

        traces().forEach(trace -> gateway.receive(trace, 2_000));

        var page = gateway.books.read(TenantId.DEFAULT);
        int dropped = TRACES - kept(rate).size();
        assertThat(page.received()).isEqualTo(TRACES);
        assertThat(page.sampledOut().getOrDefault("tenant_keep_rate", 0L)).isEqualTo((long) dropped);
        assertThat(page.queued()).isEqualTo(TRACES - dropped);
        assertThat(page.imbalance()).isZero();
        assertThat(gateway.queued()).isEqualTo(kept(rate));
        assertThat(gateway.books.unbalanced()).isEmpty();
    }

    @Test
    void the_history_and_the_log_of_decisions_have_the_reason() {
        var gateway = new Gateway(single(0.1));
        var kept = kept(0.1).iterator().next();
        var dropped = traces().stream().filter(trace -> !kept(0.1).contains(trace)).findFirst().orElseThrow();

        gateway.receive(kept, 2_000);
        gateway.receive(dropped, 2_000);

        assertThat(gateway.fates(kept)).singleElement()
                .returns(Fate.State.QUEUED, Fate::state)
                .returns(null, Fate::reason)
                .returns("kept: tenant keep rate 10 %", Fate::decision);
        assertThat(gateway.fates(dropped)).singleElement()
                .returns(Fate.State.SAMPLED_OUT, Fate::state)
                .returns("70de5b6f19ff9a0a", Fate::segmentId)
                .returns(SOURCE, Fate::source)
                .returns("tenant_keep_rate", Fate::reason)
                .returns("dropped: tenant keep rate 10 %", Fate::decision);
        assertThat(gateway.decisions.newest(10)).extracting(HeadDecision::trace).containsExactly(dropped, kept);
        assertThat(gateway.decisions.newest(10)).extracting(HeadDecision::outcome)
                .containsExactly(Outcome.DROPPED, Outcome.KEPT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"T1SCiQK", "{}", "{\"trace_id\":7}", "{\"trace_id\":\"1-xyz\"}"})
    void a_document_without_a_trace_id_is_kept_and_counted(String document) {
        var gateway = new Gateway(single(0));

        gateway.receive(document, 2_000);

        assertThat(gateway.books.read(TenantId.DEFAULT).undecidable()).isOne();
        assertThat(gateway.books.read(TenantId.DEFAULT).queued()).isOne();
        assertThat(gateway.books.unbalanced()).isEmpty();
        assertThat(gateway.decisions.newest(1)).extracting(HeadDecision::outcome).containsExactly(Outcome.UNDECIDABLE);
    }

    @Test
    void with_rate_1_nothing_is_decided() {
        var gateway = new Gateway(single(1));

        gateway.receive("{}", 2_000);
        gateway.receive(new TraceId(1, 1), 2_000);

        assertThat(gateway.books.read(TenantId.DEFAULT).undecidable()).isZero();
        assertThat(gateway.decisions.newest(1)).isEmpty();
        assertThat(gateway.fates(new TraceId(1, 1))).extracting(Fate::decision).containsOnlyNulls();
    }

    @Test
    void two_gateways_with_equal_rates_decide_alike() {
        var one = new Gateway(single(0.3));
        var other = new Gateway(two(0.3, 1));

        traces().forEach(trace -> one.receive(trace, 2_000));
        traces().reversed().forEach(trace -> other.receive(trace, LOW_PORT));

        assertThat(one.queued()).isEqualTo(other.queued()).isNotEmpty();
    }

    /** All of a trace that the lower rate keeps is there; of the others, the part of the tenant with the higher rate at most. */
    @Test
    void a_trace_that_crosses_tenants_is_whole_at_the_lowest_rate() {
        var gateway = new Gateway(two(0.1, 0.5));
        traces().forEach(trace -> gateway.receive(trace, LOW_PORT));
        var low = gateway.queued();
        traces().forEach(trace -> gateway.receive(trace, HIGH_PORT));
        var high = gateway.queued();

        assertThat(low).isEqualTo(kept(0.1)).isNotEmpty();
        assertThat(high).isEqualTo(kept(0.5)).containsAll(low).hasSizeGreaterThan(low.size());
        assertThat(gateway.books.unbalanced()).isEmpty();
    }

    @Test
    void a_changed_rate_holds_for_the_next_datagram() {
        var gateway = new Gateway(single(1));
        var tenants = new Gateway(two(1, 1));
        var dropped = traces().stream().filter(trace -> !kept(0.1).contains(trace)).findFirst().orElseThrow();
        gateway.receive(dropped, 2_000);
        tenants.receive(dropped, LOW_PORT);

        gateway.reload(single(0.1));
        tenants.reload(two(0.1, 1));
        gateway.receive(dropped, 2_000);
        tenants.receive(dropped, LOW_PORT);
        tenants.receive(dropped, HIGH_PORT);

        assertThat(gateway.books.read(TenantId.DEFAULT).queued()).as("what waits is not decided again").isOne();
        assertThat(gateway.books.read(TenantId.DEFAULT).sampledOut()).containsEntry(KeepRate.RULE, 1L);
        assertThat(tenants.books.read(LOW).sampledOut()).containsEntry(KeepRate.RULE, 1L);
        assertThat(tenants.books.read(HIGH).queued()).isOne();
    }

    @Test
    void a_datagram_over_the_limits_is_shed_and_not_decided() {
        var limits = new Limits(1, Limits.NO_RATE, Limits.LEAST_QUEUE_BYTES, 1);
        var gateway = new Gateway(Registry.of(List.of(new Tenant(LOW, limits, List.of(), List.of(LOW_PORT))), 0));

        gateway.receive(new TraceId(1, 1), LOW_PORT);
        gateway.receive(new TraceId(1, 2), LOW_PORT);

        assertThat(gateway.books.read(LOW).sampledOut()).containsEntry(KeepRate.RULE, 1L);
        assertThat(gateway.books.read(LOW).shed()).containsEntry(ShedReason.RATE_LIMIT, 1L);
        assertThat(gateway.books.unbalanced()).isEmpty();
    }
}
