package dev.tracegate.ingest.udp;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Binds UDP sockets on one event loop: all of them, or none. They share the memory datagrams are read into, because a loop reads one socket after
 * the other; it goes when the last of them is closed.
 */
final class UdpBinding {
    /** As SO_RCVBUF (socket(7), Linux 2.6.14), but may exceed net.core.rmem_max; needs CAP_NET_ADMIN. */
    private static final IntegerUnixChannelOption SO_RCVBUFFORCE = new IntegerUnixChannelOption("SO_RCVBUFFORCE", 1,
            33);

    private final boolean epoll;
    private final int receiveBuffer;
    private final ReusedReceiveBuffer memory;
    private final Bootstrap bootstrap;

    /**
     * @param receiveBuffer bytes of socket buffer to ask for, for each socket
     * @param mostBytes of a datagram
     * @param datagramsPerRead how many datagrams one system call may take where epoll exists
     * @param beside whether others may have the addresses too (SO_REUSEPORT, where epoll exists)
     */
    UdpBinding(Context context, int receiveBuffer, int mostBytes, int datagramsPerRead, boolean beside) {
        var loop = ((ContextInternal) context).nettyEventLoop();
        this.epoll = loop instanceof IoEventLoop io && io.isIoType(EpollIoHandler.class);
        this.receiveBuffer = receiveBuffer;
        this.memory = new ReusedReceiveBuffer(mostBytes * (epoll ? datagramsPerRead : 1));
        this.bootstrap = new Bootstrap().group(loop)
                .option(ChannelOption.SO_RCVBUF, receiveBuffer)
                .option(ChannelOption.RECVBUF_ALLOCATOR, memory);
        if (epoll) {
            bootstrap.channel(EpollDatagramChannel.class)
                    .option(EpollChannelOption.SO_REUSEPORT, beside)
                    .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, mostBytes);
        } else {
            bootstrap.channel(NioDatagramChannel.class);
        }
    }

    /** The sockets read nothing until {@link Channel#config} is set to read. What arrives before waits in the kernel. */
    UdpBinding paused() {
        bootstrap.option(ChannelOption.AUTO_READ, false);
        return this;
    }

    /** A socket on its way: bound or not, and in the end closed. */
    private record Socket(Future<UdpReceiver.Bound> bound, Future<Void> closed) {}

    /**
     * Once.
     *
     * @param reader of the socket that was asked for with this port
     * @param bound called on the loop for each socket when it is bound
     * @return in the order of the addresses; fails with a {@link BindFailure} when all have been tried
     */
    Future<List<UdpReceiver.Bound>> bind(List<InetSocketAddress> addresses, IntFunction<ChannelHandler> reader,
            Consumer<Channel> bound) {
        var sockets = addresses.stream()
                .map(address -> socket(address, reader.apply(address.getPort()), bound))
                .toList();
        Future.join(sockets.stream().map(Socket::closed).toList()).onComplete(all -> memory.release());
        return Future.join(sockets.stream().map(Socket::bound).toList())
                .map(all -> sockets.stream().map(socket -> socket.bound().result()).toList());
    }

    private Socket socket(InetSocketAddress address, ChannelHandler reader, Consumer<Channel> whenBound) {
        var bound = Promise.<UdpReceiver.Bound>promise();
        var closed = Promise.<Void>promise();
        var binding = bootstrap.clone().handler(reader).bind(address);
        var channel = binding.channel();
        channel.closeFuture().addListener(end -> closed.complete());
        binding.addListener(done -> {
            if (done.isSuccess()) {
                enlarge(channel);
                whenBound.accept(channel);
                bound.complete(bound(channel));
            } else {
                bound.fail(new BindFailure(address, done.cause()));
            }
        });
        return new Socket(bound.future(), closed.future());
    }

    private UdpReceiver.Bound bound(Channel channel) {
        return new UdpReceiver.Bound((InetSocketAddress) channel.localAddress(), grantedBytes(channel), epoll);
    }

    /** Where the host's limit is lower than what was asked for and the process may go beyond it. */
    private void enlarge(Channel channel) {
        if (epoll && grantedBytes(channel) < receiveBuffer) {
            try {
                channel.config().setOption(SO_RCVBUFFORCE, receiveBuffer);
            } catch (ChannelException notAllowed) {
                // then it is what the host's limit allows
            }
        }
    }

    /** Linux doubles the size asked for to allow for its own book-keeping, and reports the double. */
    private int grantedBytes(Channel channel) {
        int reported = channel.config().getOption(ChannelOption.SO_RCVBUF);
        return epoll ? reported / 2 : reported;
    }
}
