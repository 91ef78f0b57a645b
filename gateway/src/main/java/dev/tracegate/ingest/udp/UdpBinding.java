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
 * Binds UDP sockets on one event loop: all of them, or none. They share one receive buffer, because a loop reads one socket after the other; it is
 * freed when the last of them is closed.
 */
final class UdpBinding {
    /** Like SO_RCVBUF (socket(7), Linux 2.6.14), but may exceed net.core.rmem_max; needs CAP_NET_ADMIN. */
    private static final IntegerUnixChannelOption SO_RCVBUFFORCE = new IntegerUnixChannelOption("SO_RCVBUFFORCE", 1,
            33);

    private final boolean epoll;
    private final int receiveBuffer;
    private final ReusedReceiveBuffer memory;
    private final Bootstrap bootstrap;

    /**
     * @param receiveBuffer requested bytes of each socket's kernel buffer
     * @param maxBytes maximum bytes of a datagram
     * @param datagramsPerRead maximum datagrams per system call, if epoll is available
     * @param shared whether other sockets may bind the addresses too (SO_REUSEPORT, if epoll is available)
     */
    UdpBinding(Context context, int receiveBuffer, int maxBytes, int datagramsPerRead, boolean shared) {
        var loop = ((ContextInternal) context).nettyEventLoop();
        this.epoll = loop instanceof IoEventLoop io && io.isIoType(EpollIoHandler.class);
        this.receiveBuffer = receiveBuffer;
        this.memory = new ReusedReceiveBuffer(maxBytes * (epoll ? datagramsPerRead : 1));
        this.bootstrap = new Bootstrap().group(loop)
                .option(ChannelOption.SO_RCVBUF, receiveBuffer)
                .option(ChannelOption.RECVBUF_ALLOCATOR, memory);
        if (epoll) {
            bootstrap.channel(EpollDatagramChannel.class)
                    .option(EpollChannelOption.SO_REUSEPORT, shared)
                    .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, maxBytes);
        } else {
            bootstrap.channel(NioDatagramChannel.class);
        }
    }

    /** Binds without reading, until auto-read is set in {@link Channel#config}. Until then datagrams wait in the kernel's buffer. */
    UdpBinding paused() {
        bootstrap.option(ChannelOption.AUTO_READ, false);
        return this;
    }

    /** A socket that is being bound, and later closed. */
    private record Socket(Future<UdpReceiver.Bound> bound, Future<Void> closed) {}

    /**
     * Binds the sockets. Call once.
     *
     * @param reader creates the handler of the socket with a requested port
     * @param bound called on the loop for each socket after it was bound
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

    /** Enlarges the buffer if the host's limit is lower than the requested size and the process may exceed it. */
    private void enlarge(Channel channel) {
        if (epoll && grantedBytes(channel) < receiveBuffer) {
            try {
                channel.config().setOption(SO_RCVBUFFORCE, receiveBuffer);
            } catch (ChannelException notAllowed) {
                // keeps the size that the host's limit allows
            }
        }
    }

    /** The granted size in bytes. Linux doubles a requested size for its own overhead and reports the double. */
    private int grantedBytes(Channel channel) {
        int reported = channel.config().getOption(ChannelOption.SO_RCVBUF);
        return epoll ? reported / 2 : reported;
    }
}
