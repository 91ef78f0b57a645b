package dev.tracegate.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.flow.BatchLimits;
import dev.tracegate.flow.Flow;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.ingest.source.TenantRateLimiters;
import dev.tracegate.ingest.source.TenantResolver;
import dev.tracegate.ingest.udp.BindFailure;
import dev.tracegate.ingest.udp.UdpReceiver;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.tenant.Cidr;
import dev.tracegate.tenant.Limits;
import dev.tracegate.tenant.Registry;
import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantId;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Datagrams from real sockets are counted for tenants that are identified by port or by address. */
class TenantBooksTest {
    private static final byte[] DATAGRAM = "{\"format\":\"json\",\"version\":1}\nx".getBytes(UTF_8);
    private static final TenantId BY_PORT = new TenantId("by-port");
    private static final TenantId BY_SOURCE = new TenantId("by-source");
    private static final TenantId LIMITED = new TenantId("limited");

    private final SegmentLedger books = new SegmentLedger();
    private final Flow flow = new Flow(new BatchLimits(50, 10_000_000, 0), new SegmentBudget(100_000_000), books);
    private final List<Object> events = new CopyOnWriteArrayList<>();
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void datagrams_are_counted_by_destination_port_and_source_address() throws IOException {
        int own = freePort();
        var bound = bind(receiver(Registry.of(List.of(tenant(BY_PORT, List.of(), own),
                tenant(BY_SOURCE, List.of(Cidr.parse("127.0.0.2").orElseThrow()))))), own);

        send("127.0.0.1", bound.get(1).address(), 3);
        send("127.0.0.2", bound.get(1).address(), 4);
        send("127.0.0.2", bound.getFirst().address(), 5);
        send("127.0.0.1", bound.getFirst().address(), 6);

        await().until(() -> received(BY_PORT) + received(BY_SOURCE) + received(TenantId.UNATTRIBUTED) == 18);
        assertThat(books.read(BY_PORT).queued()).isEqualTo(7);
        assertThat(books.read(BY_SOURCE).queued()).isEqualTo(5);
        assertThat(books.read(TenantId.UNATTRIBUTED).rejected()).containsEntry(RejectReason.UNKNOWN_SOURCE, 6L);
        assertThat(books.read().values()).allSatisfy(balance -> assertThat(balance.imbalance()).isZero());
        assertThat(books.tenants()).doesNotContain(TenantId.DEFAULT);
    }

    @Test
    void datagrams_over_the_rate_limit_of_a_tenant_are_shed_and_others_are_not_affected() throws IOException {
        int own = freePort();
        var limits = new Limits(10, Limits.NO_RATE, 65_536, 1);
        var limited = new Tenant(LIMITED, limits, List.of(), List.of(own));
        // the clock of the receiver stands still, so the rate limit is not refilled
        var bound = bind(receiver(Registry
                .of(List.of(limited, tenant(BY_SOURCE, List.of(Cidr.parse("127.0.0.0/8").orElseThrow()))))), own);

        send("127.0.0.1", bound.get(1).address(), 100);
        send("127.0.0.1", bound.getFirst().address(), 100);

        await().until(() -> received(LIMITED) + received(BY_SOURCE) == 200 && events.size() == 90);
        assertThat(books.read(LIMITED).shed()).containsEntry(ShedReason.RATE_LIMIT, 90L);
        assertThat(books.read(LIMITED).queued()).isEqualTo(10);
        assertThat(books.read(LIMITED).unreadable()).as("only admitted datagrams are parsed").isEqualTo(10);
        assertThat(books.read(LIMITED).imbalance()).isZero();
        assertThat(books.read(BY_SOURCE).queued()).isEqualTo(100);
        assertThat(events).containsOnly(ShedReason.RATE_LIMIT);
    }

    @Test
    void if_one_port_is_in_use_no_port_is_bound() throws IOException {
        var main = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
        try (var other = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            var taken = (InetSocketAddress) other.getLocalSocketAddress();
            var receiver = receiver(Registry.of(List.of()));

            assertThatThrownBy(
                    () -> receiver.bind(vertx.getOrCreateContext(), List.of(main, taken), 1 << 20, 4, false).await())
                    .hasRootCauseMessage("Address already in use")
                    .isInstanceOfSatisfying(BindFailure.class,
                            failure -> assertThat(failure.port()).isEqualTo(taken.getPort()));
        }
        // the kernel may release a closed socket with a delay
        await().ignoreExceptionsInstanceOf(BindException.class).until(() -> {
            try (var again = new DatagramSocket(main)) {
                return again.isBound();
            }
        });
    }

    private static Tenant tenant(TenantId id, List<Cidr> sources, Integer... ports) {
        return new Tenant(id, Limits.NONE, sources, List.of(ports));
    }

    private List<UdpReceiver.Bound> bind(UdpReceiver receiver, int own) {
        var loopback = InetAddress.getLoopbackAddress();
        var addresses = List.of(new InetSocketAddress(loopback, 0), new InetSocketAddress(loopback, own));
        return receiver.bind(vertx.getOrCreateContext(), addresses, 1 << 20, 8, false).await();
    }

    private UdpReceiver receiver(Registry registry) {
        var listener = new DatagramListener() {
            @Override
            public void rejected(InetSocketAddress source, RejectReason reason, int bytes) {
                events.add(reason);
            }

            @Override
            public void shed(InetSocketAddress source, ShedReason reason, int bytes) {
                events.add(reason);
            }

            @Override
            public void readFailed(Throwable failure) {
                events.add(failure);
            }
        };
        return new UdpReceiver(
                new DatagramProcessor(TenantResolver.of(registry, new TenantRateLimiters(0)), flow, books, () -> 0,
                        listener),
                () -> {},
                () -> 0);
    }

    private long received(TenantId tenant) {
        return books.read(tenant).received();
    }

    private static void send(String from, InetSocketAddress to, int datagrams) throws IOException {
        try (var sender = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(from), 0))) {
            for (int i = 0; i < datagrams; i++) {
                sender.send(new DatagramPacket(DATAGRAM, DATAGRAM.length, to));
            }
        }
    }

    private static int freePort() throws IOException {
        try (var free = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            return free.getLocalPort();
        }
    }
}
