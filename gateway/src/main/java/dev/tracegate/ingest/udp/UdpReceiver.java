package dev.tracegate.ingest.udp;

import static java.util.Objects.requireNonNull;

import dev.tracegate.flow.Wakeable;
import dev.tracegate.ingest.DatagramProcessor;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The UDP sockets, on the event loop of the verticle that binds them. Uses Netty instead of Vert.x's DatagramSocket, which truncates at 2,048 bytes by
 * default and reads one packet per wake-up. Here a read returns many packets (recvmmsg if epoll is available), each up to UDP's 65,507 bytes.
 */
public final class UdpReceiver {
    /** The size of the X-Ray daemon's buffers; more than the maximum of UDP. */
    private static final int MAX_DATAGRAM_BYTES = 64 * 1024;
    /** With a smaller kernel buffer, a burst of a few hundred segments overflows it before the loop reads it. */
    public static final int SMALL_BUFFER_BYTES = 1024 * 1024;

    private final DatagramProcessor intake;
    private final Wakeable sender;
    private final LongSupplier nanoClock;
    private final byte[] buffer = new byte[MAX_DATAGRAM_BYTES];
    private volatile long lastArrivalNanos;
    private volatile OptionalLong dropsWhenClosed = OptionalLong.empty();
    private final List<Channel> channels = new CopyOnWriteArrayList<>();
    /** Drops of sockets that were closed while others stayed open. */
    private final LongAdder dropsOfClosed = new LongAdder();
    private @Nullable Supplier<UdpBinding> further;

    /**
     * A bound socket.
     *
     * @param bufferBytes granted bytes of the kernel's receive buffer, in the unit of {@code net.core.rmem_max}
     * @param epoll whether one system call reads many datagrams
     */
    public record Bound(InetSocketAddress address, int bufferBytes, boolean epoll) {}

    /** @param sender woken after each read, because a batch may be full */
    public UdpReceiver(DatagramProcessor intake, Wakeable sender, LongSupplier nanoClock) {
        this.intake = intake;
        this.sender = sender;
        this.nanoClock = nanoClock;
        this.lastArrivalNanos = nanoClock.getAsLong();
    }

    /**
     * Binds on the event loop of {@code context}: all addresses, or none. Call once.
     *
     * @param addresses one or more; their ports are passed to {@link DatagramProcessor}
     * @param receiveBuffer requested bytes of each socket's kernel buffer
     * @param datagramsPerRead maximum datagrams per system call; each takes 64 KiB of a buffer that all sockets share
     * @param shared whether another process of the same user has bound these addresses and allows it with {@link #share}
     * @return in the order of the addresses; fails with a {@link BindFailure}
     */
    public Future<List<Bound>> bind(Context context, List<InetSocketAddress> addresses, int receiveBuffer,
            int datagramsPerRead, boolean shared) {
        further = () -> new UdpBinding(context, receiveBuffer, MAX_DATAGRAM_BYTES, datagramsPerRead, false);
        return new UdpBinding(context, receiveBuffer, MAX_DATAGRAM_BYTES, datagramsPerRead, shared)
                .bind(addresses, Reader::new, channels::add)
                .recover(failure -> close().compose(closed -> Future.failedFuture(failure)));
    }

    /**
     * Sockets that are bound but not read yet. Datagrams wait in their buffers, so that none is processed before its port has a tenant. Call one of the
     * methods once, on the event loop of {@link #bind}.
     */
    public final class Further {
        private final List<Channel> bound = new ArrayList<>();

        private Further() {}

        /** Starts to read the sockets, including datagrams that have already arrived. */
        public void begin() {
            channels.addAll(bound);
            bound.forEach(channel -> channel.config().setAutoRead(true));
        }

        /** Closes the sockets. */
        public Future<Void> discard() {
            return Future.join(bound.stream().map(UdpClosing::of).toList()).mapEmpty();
        }
    }

    /**
     * Binds further addresses while the gateway runs: all of them, or none. Call after {@link #bind}, on the same event loop.
     *
     * @return fails with a {@link BindFailure}
     */
    public Future<Further> bindMore(List<InetSocketAddress> addresses) {
        var more = new Further();
        if (addresses.isEmpty()) {
            return Future.succeededFuture(more);
        }
        return requireNonNull(further).get()
                .paused()
                .bind(addresses, Reader::new, more.bound::add)
                .map(more)
                .recover(failure -> more.discard().transform(closed -> Future.failedFuture(failure)));
    }

    /** Reads what has arrived on the sockets of these ports, and closes them. */
    public Future<Void> close(Set<Integer> ports) {
        var leaving = channels.stream()
                .filter(channel -> channel.localAddress() instanceof InetSocketAddress address
                        && ports.contains(address.getPort()))
                .toList();
        leaving.forEach(channel -> SocketMemory.drops(channel).ifPresent(dropsOfClosed::add));
        channels.removeAll(leaving);
        return Future.join(leaving.stream().map(UdpClosing::of).toList()).mapEmpty();
    }

    /** When the last datagram arrived, by the gateway's monotonic clock; before the first, when this object was created. Any thread. */
    public long lastArrivalNanos() {
        return lastArrivalNanos;
    }

    /** Datagrams that the kernel dropped because a socket's buffer was full; empty if the kernel does not report them. Any thread. */
    public OptionalLong kernelDrops() {
        var counts = channels.stream().map(SocketMemory::drops).flatMapToLong(OptionalLong::stream).toArray();
        return counts.length == 0
                ? dropsWhenClosed
                : OptionalLong.of(LongStream.of(counts).sum() + dropsOfClosed.sum());
    }

    /**
     * Sets whether another process of the same user may bind the addresses too: SO_REUSEPORT, which Linux also applies to a bound socket. On only during a
     * take-over, so that at other times no process can bind the ports and receive datagrams unnoticed. Does nothing without epoll. Any thread.
     */
    public void share(boolean on) {
        for (var channel : channels) {
            if (channel instanceof EpollDatagramChannel socket && socket.isOpen()) {
                socket.config().setReusePort(on);
            }
        }
    }

    /** Reads what has arrived, and closes the sockets. */
    public Future<Void> close() {
        dropsWhenClosed = kernelDrops();
        return Future.join(channels.stream().map(UdpClosing::of).toList()).mapEmpty();
    }

    final class Reader extends SimpleChannelInboundHandler<DatagramPacket> {
        private final int port;

        Reader(int port) {
            this.port = port;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
            var content = packet.content();
            int length = content.readableBytes();
            content.readBytes(buffer, 0, length);
            intake.datagram(buffer, length, packet.sender(), port);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            lastArrivalNanos = nanoClock.getAsLong();
            sender.wake();
        }

        /** A read error of one datagram, such as an ICMP error, does not close the socket. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
            intake.readFailed(failure);
        }
    }
}
