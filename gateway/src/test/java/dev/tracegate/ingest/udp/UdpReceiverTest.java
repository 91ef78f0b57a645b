package dev.tracegate.ingest.udp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.flow.BatchLimits;
import dev.tracegate.flow.Flow;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.ingest.DatagramListener;
import dev.tracegate.ingest.DatagramProcessor;
import dev.tracegate.ingest.source.TenantResolver;
import dev.tracegate.interop.Ports;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.testkit.OnLoop;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.unix.Socket;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UdpReceiverTest {
    private static final byte[] HEADER = "{\"format\":\"json\",\"version\":1}\n".getBytes(UTF_8);
    /** Largest UDP payload over IPv4: 65,535 bytes less the IPv4 and UDP headers. */
    private static final int MOST_UDP_BYTES = 65_507;

    private final SegmentLedger books = new SegmentLedger();
    private final Flow flow = new Flow(new BatchLimits(50, 10_000_000, 0), new SegmentBudget(100_000_000), books);
    private Vertx vertx;
    private Context receiverContext;
    private final List<Throwable> readFailures = new CopyOnWriteArrayList<>();
    /** The address that the test sends from. */
    private InetSocketAddress peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void the_largest_datagram_arrives_complete_with_the_address_of_its_sender(boolean nativeTransport)
            throws IOException {
        var receiver = receiver();
        var bound = bind(receiver, nativeTransport, 1 << 20);
        assertThat(bound.epoll()).isEqualTo(nativeTransport);
        byte[] datagram = datagram(MOST_UDP_BYTES);

        int port;
        try (var sender = new DatagramSocket()) {
            port = sender.getLocalPort();
            sender.send(new DatagramPacket(datagram, datagram.length, bound.address()));
        }

        await().until(() -> books.read(TenantId.DEFAULT).queued() == 1);
        var segment = segments().getFirst();
        assertThat(segment.bytes()).isEqualTo(MOST_UDP_BYTES - HEADER.length);
        assertThat(segment.source()).isEqualTo(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    @Test
    void the_socket_has_the_configured_buffer_if_the_host_or_its_capabilities_allow_it() throws IOException {
        // reads the file in one call: the kernel returns no remainder of such a file to a later read
        int largest = Integer.parseInt(Files.readAllLines(Path.of("/proc/sys/net/core/rmem_max")).getFirst());

        var bound = bind(receiver(), true, 2 * largest);

        assertThat(bound.bufferBytes()).isEqualTo(mayEnlarge() ? 2 * largest : largest);
    }

    /** CAP_NET_ADMIN, bit 12 of the effective capabilities. */
    private static boolean mayEnlarge() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status"))
                .stream()
                .filter(line -> line.startsWith("CapEff:"))
                .mapToLong(line -> Long.parseUnsignedLong(line.substring("CapEff:".length()).strip(), 16))
                .anyMatch(capabilities -> ((capabilities >> 12) & 1) == 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_burst_arrives_in_order(boolean nativeTransport) throws IOException {
        var bound = bind(receiver(), nativeTransport, 4 << 20);

        try (var sender = new DatagramSocket()) {
            for (int i = 0; i < 500; i++) {
                byte[] datagram = datagram(HEADER.length + 1 + i);
                sender.send(new DatagramPacket(datagram, datagram.length, bound.address()));
            }
        }

        await().until(() -> books.read(TenantId.DEFAULT).queued() == 500);
        assertThat(segments()).extracting(Segment::bytes).isSorted();
    }

    @Test
    void datagrams_dropped_by_the_kernel_are_counted() throws Exception {
        var receiver = receiver();
        var bound = bind(receiver, true, 8_192);
        var blocked = new CountDownLatch(1);
        // the socket is not read while its event loop is blocked
        receiverContext.runOnContext(task -> {
            try {
                blocked.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });

        try (var sender = new DatagramSocket()) {
            byte[] datagram = datagram(4_096);
            for (int i = 0; i < 200; i++) {
                sender.send(new DatagramPacket(datagram, datagram.length, bound.address()));
            }
        }
        blocked.countDown();

        await().until(() -> books.read(TenantId.DEFAULT).queued() + receiver.kernelDrops().orElse(0) == 200);
        assertThat(receiver.kernelDrops().getAsLong()).isPositive();
    }

    /**
     * ECONNREFUSED from the kernel: the socket is connected to an unused port and sends a datagram. The ICMP reply makes its next read fail.
     */
    @Test
    void a_read_error_of_the_kernel_is_reported_and_the_socket_stays_open() throws Exception {
        try (var unused = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            peer = (InetSocketAddress) unused.getLocalSocketAddress();
        }
        var socket = boundChannel(true);
        new Socket(((EpollDatagramChannel) socket).fd().intValue()).connect(peer);
        var packet = new io.netty.channel.socket.DatagramPacket(Unpooled.copiedBuffer("?", UTF_8), peer);
        assertThat(socket.writeAndFlush(packet).sync().isSuccess()).isTrue();
        await().until(() -> !readFailures.isEmpty());
        assertThat(readFailures.getFirst()).hasMessageContaining("Connection refused");

        send((InetSocketAddress) socket.localAddress());

        await().until(() -> books.read(TenantId.DEFAULT).queued() == 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_failed_read_leaves_the_socket_open(boolean nativeTransport) throws Exception {
        var socket = boundChannel(nativeTransport);
        for (var failure : List.of(new PortUnreachableException("refused"), new IOException("no such device"),
                new IllegalStateException("a bug"))) {
            socket.pipeline().fireExceptionCaught(failure);
        }
        await().until(() -> readFailures.size() == 3);

        send((InetSocketAddress) socket.localAddress());

        await().until(() -> books.read(TenantId.DEFAULT).queued() == 1);
        assertThat(socket.isOpen()).isTrue();
    }

    /** Binds like {@link UdpReceiver} and returns the channel. */
    private Channel boundChannel(boolean nativeTransport) {
        vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(nativeTransport));
        var receiver = new UdpReceiver(processor(readFailures::add), () -> {}, System::nanoTime);
        var channels = new CopyOnWriteArrayList<Channel>();
        new UdpBinding(vertx.getOrCreateContext(), 1 << 20, MOST_UDP_BYTES, 8, false)
                .bind(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                        port -> receiver.new Reader(port), channels::add)
                .await();
        return channels.getFirst();
    }

    private void send(InetSocketAddress to) throws IOException {
        try (var sender = new DatagramSocket(peer)) {
            byte[] datagram = datagram(100);
            sender.send(new DatagramPacket(datagram, datagram.length, to));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_further_socket_keeps_what_arrives_until_its_reading_begins(boolean nativeTransport) throws IOException {
        var receiver = receiver();
        var main = bind(receiver, nativeTransport, 1 << 20).address();
        var further = new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.free());
        var sockets = OnLoop.await(receiver.bindMore(List.of(further)));
        for (int i = 0; i < 3; i++) {
            send(further);
        }
        for (int i = 1; i <= 20; i++) { // each is read in a turn of the loop that comes after the three have arrived
            send(main);
            int sent = i;
            await().until(() -> books.read(TenantId.DEFAULT).queued() == sent);
        }

        receiverContext.runOnContext(go -> sockets.begin());

        await().until(() -> books.read(TenantId.DEFAULT).queued() == 23);
        send(further);
        await().until(() -> books.read(TenantId.DEFAULT).queued() == 24);
    }

    @Test
    void an_address_in_use_fails_the_bind() throws IOException {
        try (var other = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            vertx = Vertx.vertx();

            assertThatThrownBy(() -> receiver()
                    .bind(vertx.getOrCreateContext(), List.of((InetSocketAddress) other.getLocalSocketAddress()),
                            1 << 20, 4, false)
                    .await()).hasStackTraceContaining("Address already in use");
        }
    }

    private UdpReceiver.Bound bind(UdpReceiver receiver, boolean nativeTransport, int buffer) {
        vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(nativeTransport));
        receiverContext = vertx.getOrCreateContext();
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return receiver.bind(receiverContext, List.of(address), buffer, 8, false).await().getFirst();
    }

    private UdpReceiver receiver() {
        var processor = processor(failure -> {
            throw new AssertionError(failure);
        });
        return new UdpReceiver(processor, () -> {}, System::nanoTime);
    }

    private DatagramProcessor processor(Consumer<Throwable> readFailed) {
        return new DatagramProcessor(TenantResolver.single(), flow, books, System::nanoTime, new DatagramListener() {
            @Override
            public void rejected(InetSocketAddress source, RejectReason reason, int bytes) {
                throw new AssertionError(reason);
            }

            @Override
            public void shed(InetSocketAddress source, ShedReason reason, int bytes) {
                throw new AssertionError(reason);
            }

            @Override
            public void readFailed(Throwable failure) {
                readFailed.accept(failure);
            }
        });
    }

    private List<Segment> segments() {
        var all = new ArrayList<Segment>();
        for (var batch = flow.pollAny(); batch != null; batch = flow.pollAny()) {
            all.addAll(batch.segments());
        }
        return all;
    }

    private static byte[] datagram(int length) {
        byte[] datagram = new byte[length];
        java.util.Arrays.fill(datagram, (byte) 'x');
        System.arraycopy(HEADER, 0, datagram, 0, HEADER.length);
        return datagram;
    }
}
