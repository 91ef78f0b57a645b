package dev.tracegate.ingest;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoEventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/**
 * The UDP sockets, on the event loop of the verticle that binds them. Vert.x's own DatagramSocket is not used: it cuts at 2,048 bytes by default
 * and reads one packet a wake-up. Here a read takes many packets (recvmmsg where epoll exists), each whole up to UDP's 65,507 bytes.
 */
public final class UdpReceiver {
    /** As the X-Ray daemon's buffers; more than UDP can carry. */
    private static final int MOST_DATAGRAM_BYTES = 64 * 1024;
    /** Below this a burst of a few hundred segments fills the socket's buffer before the loop is back. */
    public static final int SMALL_BUFFER_BYTES = 1024 * 1024;

    private final Intake intake;
    private final Runnable afterRead;
    private final LongSupplier nanoClock;
    private final byte[] buffer = new byte[MOST_DATAGRAM_BYTES];
    private volatile long lastArrivalNanos;
    private final List<Channel> channels = new CopyOnWriteArrayList<>();

    /**
     * A socket that is bound.
     *
     * @param bufferBytes what the kernel gave of the receive buffer asked for, by the measure of {@code net.core.rmem_max}
     * @param epoll whether many datagrams come with one system call
     */
    public record Bound(InetSocketAddress address, int bufferBytes, boolean epoll) {}

    /** @param afterRead runs when a read has handed over all it took: time to look whether a batch is full */
    public UdpReceiver(Intake intake, Runnable afterRead, LongSupplier nanoClock) {
        this.intake = intake;
        this.afterRead = afterRead;
        this.nanoClock = nanoClock;
        this.lastArrivalNanos = nanoClock.getAsLong();
    }

    /**
     * Binds on the event loop of {@code context}: all the addresses, or none. Once in its life.
     *
     * @param addresses one or more; their ports are what {@link Intake} is told
     * @param receiveBuffer bytes of socket buffer to ask for, for each
     * @param datagramsPerRead how many datagrams one system call may take; each takes 64 kB of one buffer that is used again, by all sockets
     * @return in the order of the addresses; fails with a {@link BindFailure}
     */
    public Future<List<Bound>> bind(Context context, List<InetSocketAddress> addresses, int receiveBuffer,
            int datagramsPerRead) {
        var loop = ((ContextInternal) context).nettyEventLoop();
        boolean epoll = loop instanceof IoEventLoop io && io.isIoType(EpollIoHandler.class);
        var memory = new ReusedReceiveBuffer(MOST_DATAGRAM_BYTES * (epoll ? datagramsPerRead : 1));
        var bootstrap = new Bootstrap().group(loop)
                .option(ChannelOption.SO_RCVBUF, receiveBuffer)
                .option(ChannelOption.RECVBUF_ALLOCATOR, memory);
        if (epoll) {
            bootstrap.channel(EpollDatagramChannel.class)
                    .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, MOST_DATAGRAM_BYTES);
        } else {
            bootstrap.channel(NioDatagramChannel.class);
        }
        var sockets = addresses.stream().map(address -> socket(bootstrap, address, epoll)).toList();
        Future.join(sockets.stream().map(Socket::closed).toList()).onComplete(all -> memory.release());
        return Future.join(sockets.stream().map(Socket::bound).toList())
                .map(all -> sockets.stream().map(socket -> socket.bound().result()).toList())
                .recover(failure -> close().compose(closed -> Future.failedFuture(failure)));
    }

    /** A socket on its way: bound or not, and then closed. */
    private record Socket(Future<Bound> bound, Future<Void> closed) {}

    private Socket socket(Bootstrap bootstrap, InetSocketAddress address, boolean epoll) {
        var bound = Promise.<Bound>promise();
        var closed = Promise.<Void>promise();
        var binding = bootstrap.clone().handler(new Reader(address.getPort())).bind(address);
        var channel = binding.channel();
        channel.closeFuture().addListener(end -> closed.complete());
        binding.addListener(done -> {
            if (done.isSuccess()) {
                channels.add(channel);
                bound.complete(
                        new Bound((InetSocketAddress) channel.localAddress(), grantedBytes(channel, epoll), epoll));
            } else {
                bound.fail(new BindFailure(address, done.cause()));
            }
        });
        return new Socket(bound.future(), closed.future());
    }

    /** When a datagram last came in, on the gateway's monotonic clock; the time of making before the first. Any thread. */
    public long lastArrivalNanos() {
        return lastArrivalNanos;
    }

    /** Datagrams the kernel dropped because a socket's buffer was full, or empty where it does not say. Any thread. */
    public OptionalLong kernelDrops() {
        var counts = channels.stream().map(SocketMemory::drops).flatMapToLong(OptionalLong::stream).toArray();
        return counts.length == 0 ? OptionalLong.empty() : OptionalLong.of(LongStream.of(counts).sum());
    }

    /** Closes the sockets; what their buffers still hold is lost, so they should have been silent for a while. */
    public Future<Void> close() {
        return Future.join(channels.stream().map(UdpReceiver::close).toList()).mapEmpty();
    }

    private static Future<Void> close(Channel channel) {
        var closed = Promise.<Void>promise();
        channel.close().addListener(done -> closed.complete());
        return closed.future();
    }

    /** Linux doubles the size asked for to allow for its own book-keeping, and reports the double. */
    private static int grantedBytes(Channel channel, boolean epoll) {
        int reported = channel.config().getOption(ChannelOption.SO_RCVBUF);
        return epoll ? reported / 2 : reported;
    }

    private final class Reader extends SimpleChannelInboundHandler<DatagramPacket> {
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
            afterRead.run();
        }

        /** A read error of one datagram (such as an ICMP answer to nobody) is no reason to stop listening. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
            intake.readFailed(failure);
        }
    }
}
