package dev.tracegate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.dispatch.Dispatcher;
import dev.tracegate.dispatch.Overflow;
import dev.tracegate.dispatch.RetryPolicy;
import dev.tracegate.dispatch.SendOutcome;
import dev.tracegate.flow.BatchLimits;
import dev.tracegate.flow.Flow;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.ingest.DatagramListener;
import dev.tracegate.ingest.DatagramProcessor;
import dev.tracegate.ingest.PortSharing;
import dev.tracegate.ingest.source.TenantRateLimiters;
import dev.tracegate.ingest.source.TenantResolver;
import dev.tracegate.ingest.udp.BindFailure;
import dev.tracegate.ingest.udp.UdpReceiver;
import dev.tracegate.interop.Ports;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.tenant.Cidr;
import dev.tracegate.tenant.Limits;
import dev.tracegate.tenant.Registry;
import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.testkit.OnLoop;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tenants' own ports that are bound and closed while datagrams arrive. The network of the tenant {@code net} has every sender. */
class DataPlaneTest {
    private static final byte[] DATAGRAM = "{\"format\":\"json\",\"version\":1}\n{\"name\":\"n\"}"
            .getBytes(StandardCharsets.US_ASCII);
    private static final TenantId NET = new TenantId("net");
    private static final TenantId OLD = new TenantId("old");
    private static final TenantId NEW = new TenantId("new");

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final SegmentLedger books = new SegmentLedger();
    private final TenantRateLimiters limiters = new TenantRateLimiters(System.nanoTime());
    private final int main = Ports.free();
    private final int oldPort = Ports.free();
    private final int newPort = Ports.free();
    private final TenantResolver tenants = TenantResolver.of(registry(tenant(OLD, oldPort)), limiters);
    private final DataPlane plane = plane();

    private DataPlane plane() {
        var flow = new Flow(new BatchLimits(50, 100_000, Long.MAX_VALUE / 4), new SegmentBudget(10_000_000), books);
        var dispatcher = new Dispatcher(flow, batch -> Promise.<SendOutcome>promise().future(), Overflow.none(),
                new RetryPolicy(1, Long.MAX_VALUE, new Random(1)), new VertxTimers(vertx), System::nanoTime,
                event -> {});
        var intake = new DatagramProcessor(tenants, flow, books, System::nanoTime, new Silent());
        return new DataPlane(new UdpReceiver(intake, dispatcher, System::nanoTime), intake, dispatcher,
                new Audit(Map::of), new DataPlane.Sockets(List.of(address(main), address(oldPort)), 1 << 20, 8),
                () -> PortSharing.ALONE, System::nanoTime, loop -> {});
    }

    @BeforeEach
    void deploy() {
        OnLoop.await(vertx.deployVerticle(plane));
    }

    @AfterEach
    void close() {
        OnLoop.await(vertx.close());
    }

    @Test
    void datagrams_at_a_new_port_belong_to_its_tenant_before_the_tenants_are_replaced() throws Exception {
        var sending = Thread.ofPlatform().start(() -> {
            while (!Thread.interrupted()) {
                send(newPort);
            }
        });

        replace(Set.of(newPort), registry(tenant(NEW, newPort))); // closes another port, which takes 20 ms
        sending.interrupt();
        sending.join();

        await().untilAsserted(() -> assertThat(books.read(NEW).received()).isPositive());
        assertThat(books.read(NET).received()).as("attributed by the sender's network").isZero();
    }

    @Test
    void a_port_that_cannot_be_bound_changes_nothing() throws IOException {
        int freePort = Ports.free();
        try (var taken = new DatagramSocket(address(newPort))) {
            assertThat(taken.isBound()).isTrue();
            assertThatThrownBy(() -> replace(Set.of(freePort, newPort), registry(tenant(NEW, freePort, newPort))))
                    .hasRootCauseInstanceOf(IOException.class)
                    .satisfies(failure -> assertThat(failure).isInstanceOf(BindFailure.class));
        }

        assertUnchanged(freePort);
    }

    @Test
    void tenants_that_cannot_be_replaced_leave_no_new_port_bound() throws IOException {
        assertThatThrownBy(() -> OnLoop.await(plane.replaceTenants(Set.of(oldPort, newPort), () -> {
            throw new IllegalArgumentException("refused");
        }))).hasMessage("refused");

        assertUnchanged(newPort);
    }

    /** The old port is still its tenant's, and the new one is free. */
    private void assertUnchanged(int notBound) throws IOException {
        send(oldPort);
        await().untilAsserted(() -> assertThat(books.read(OLD).received()).isOne());
        await().untilAsserted(() -> {
            try (var free = new DatagramSocket(address(notBound))) {
                assertThat(free.isBound()).isTrue();
            }
        });
    }

    private void replace(Set<Integer> ports, Registry next) {
        OnLoop.await(plane.replaceTenants(ports, () -> {
            tenants.reconfigure(next);
            return next;
        }));
    }

    private static void send(int port) {
        try (var socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(DATAGRAM, DATAGRAM.length, address(port)));
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static Registry registry(Tenant other) {
        var loopback = Cidr.parse("127.0.0.0/8").orElseThrow();
        return Registry.of(List.of(new Tenant(NET, Limits.NONE, List.of(loopback), List.of()), other));
    }

    private static Tenant tenant(TenantId id, Integer... ports) {
        return new Tenant(id, Limits.NONE, List.of(), Arrays.asList(ports));
    }

    private record Silent() implements DatagramListener {
        @Override
        public void rejected(InetSocketAddress source, RejectReason reason, int bytes) {}

        @Override
        public void shed(InetSocketAddress source, ShedReason reason, int bytes) {}

        @Override
        public void readFailed(Throwable failure) {}
    }
}
