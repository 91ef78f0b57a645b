package dev.tracegate.ingest;

import static dev.tracegate.identity.IdentityGiven.ip;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.flow.BatchLimits;
import dev.tracegate.flow.Flow;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.identity.AddressResolver;
import dev.tracegate.identity.CompositeIdentitySource;
import dev.tracegate.identity.IdentityGiven;
import dev.tracegate.identity.IdentitySource;
import dev.tracegate.identity.OwnershipFinding;
import dev.tracegate.identity.PollPacing;
import dev.tracegate.ingest.source.StaticTenantResolver;
import dev.tracegate.ingest.source.TenantRateLimiter;
import dev.tracegate.ingest.source.TenantRateLimiters;
import dev.tracegate.sampling.head.DecisionListener;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.tenant.Limits;
import dev.tracegate.tenant.Registry;
import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.tenant.Trust;
import dev.tracegate.testkit.ManualClock;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Datagrams of unknown senders from their arrival until they are counted in the books. */
class PendingDatagramBufferTest {
    private static final int HOLD_BYTES = 10_000;
    private static final Tenant ORDERS = new Tenant(new TenantId("orders"), Limits.NONE, List.of(), List.of());
    private static final Tenant PORT = new Tenant(new TenantId("by-port"), Limits.NONE, List.of(), List.of(2001));

    private final ManualClock time = new ManualClock();
    private final SegmentLedger books = new SegmentLedger();
    private final Flow flow = new Flow(new BatchLimits(50, 1_000_000, 0), new SegmentBudget(1_000_000), books);
    private final Map<InetAddress, OwnershipFinding> findings = new HashMap<>();
    private final TenantRateLimiters admissions = new TenantRateLimiters(0);
    private final AddressResolver<TenantRateLimiter> resolver = new AddressResolver<>(
            new CompositeIdentitySource(List.of(source()), time),
            task -> task.family().equals("orders") ? Optional.of(admissions.of(ORDERS)) : Optional.empty(),
            PollPacing.host(Duration.ofSeconds(2)), time, time);
    private final DatagramProcessor processor = new DatagramProcessor(
            new StaticTenantResolver(Registry.of(List.of(ORDERS, PORT)), admissions, resolver::resolve), flow, books,
            time,
            new Silent(), DecisionListener.NONE, HOLD_BYTES);

    @Test
    void T4_held_datagrams_go_to_their_tenant_in_order_and_with_their_times_of_arrival() {
        findings.put(ip("10.0.0.1"), task("orders"));
        time.advance(Duration.ofSeconds(1));
        send("10.0.0.1", 1, "one", 2000);
        send("10.0.0.1", 1, "two", 2000);
        assertThat(processor.heldBytes()).isPositive();
        assertThat(received()).as("not counted in any book yet").isZero();

        poll();
        send("10.0.0.1", 1, "three", 2000);

        var segments = flow.pollAny().segments();
        assertThat(segments).extracting(segment -> new String(segment.escaped(), UTF_8))
                .containsExactly("one", "two", "three");
        assertThat(segments.getFirst().receivedNanos()).isEqualTo(Duration.ofSeconds(1).toNanos());
        assertThat(processor.heldBytes()).isZero();
        assertThat(books.read(ORDERS.id()).received()).isEqualTo(3);
        assertBalanced();
    }

    @Test
    void held_datagrams_without_a_tenant_are_counted_as_rejected() {
        findings.put(ip("10.0.0.2"), task("nobody"));
        send("10.0.0.1", 1, "x", 2000);
        send("10.0.0.2", 1, "x", 2000);
        poll();

        assertThat(unattributed()).containsEntry(RejectReason.UNKNOWN_SOURCE, 1L)
                .containsEntry(RejectReason.NO_TENANT, 1L);
        assertThat(processor.heldBytes()).isZero();
        assertBalanced();
    }

    @Test
    void T10_the_held_bytes_are_bounded_in_total_and_per_sender() {
        IntStream.range(0, 100).forEach(i -> send("10.0.0.1", 1, "x".repeat(100), 2000));
        assertThat(processor.heldBytes()).as("one sender may hold half of the free bytes")
                .isBetween(HOLD_BYTES / 2L - 500, HOLD_BYTES / 2L);

        IntStream.range(0, 1_000).forEach(i -> send("10.0.1.1", i, "x".repeat(100), 2000));
        assertThat(processor.heldBytes()).isLessThanOrEqualTo(HOLD_BYTES);
        assertThat(unattributed().get(RejectReason.HOLD_FULL)).isGreaterThan(900);
        poll();
        assertThat(processor.heldBytes()).isZero();
        assertThat(received()).isEqualTo(1_100);
        assertBalanced();
    }

    @Test
    void T10_one_address_with_many_sockets_leaves_room_for_others() {
        IntStream.range(0, 250).forEach(i -> send("10.0.0.1", i, "x".repeat(100), 2000));
        long heldByUnknown = processor.heldBytes();
        findings.put(ip("10.0.0.2"), task("orders"));

        IntStream.range(0, 5).forEach(i -> send("10.0.0.2", i, "x".repeat(100), 2000));
        poll();

        assertThat(heldByUnknown).isLessThan(HOLD_BYTES * 8 / 10);
        assertThat(books.read(ORDERS.id()).queued()).isEqualTo(5);
        assertBalanced();
    }

    @Test
    void a_datagram_to_a_port_of_a_tenant_is_not_held() {
        send("10.0.0.1", 1, "x", 2001);

        assertThat(books.read(PORT.id()).queued()).isEqualTo(1);
    }

    @Test
    void closing_refuses_and_counts_held_datagrams() {
        send("10.0.0.1", 1, "x", 2000);

        processor.close();

        assertThat(unattributed()).containsEntry(RejectReason.IDENTITY_TIMEOUT, 1L);
        poll();
        assertThat(received()).isEqualTo(1);
        assertBalanced();
    }

    private void send(String address, int port, String body, int to) {
        byte[] datagram = ("{\"format\":\"json\",\"version\":1}\n" + body).getBytes(UTF_8);
        processor.datagram(datagram, datagram.length, new InetSocketAddress(ip(address), port), to);
    }

    private void poll() {
        time.advance(Duration.ofSeconds(1));
        resolver.tick();
    }

    private Map<RejectReason, Long> unattributed() {
        return books.read(TenantId.UNATTRIBUTED).rejected();
    }

    private long received() {
        return books.read().values().stream().mapToLong(balance -> balance.received()).sum();
    }

    private void assertBalanced() {
        assertThat(books.read().values()).allSatisfy(balance -> assertThat(balance.imbalance()).isZero());
    }

    private IdentitySource source() {
        return new IdentitySource() {
            @Override
            public String name() {
                return "fake";
            }

            @Override
            public Future<Map<InetAddress, OwnershipFinding>> poll() {
                return Future.succeededFuture(Map.copyOf(findings));
            }
        };
    }

    private static OwnershipFinding task(String family) {
        return IdentityGiven.known(family, Trust.A, "a");
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
