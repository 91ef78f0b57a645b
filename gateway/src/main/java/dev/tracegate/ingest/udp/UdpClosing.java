package dev.tracegate.ingest.udp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.unix.Socket;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * Closes a UDP socket without losing datagrams, also if another socket shares its port. The socket is first connected to its own address, from which
 * nobody sends: then the kernel delivers new datagrams to the other socket, while queued ones stay readable. Then it is read until it is empty, and
 * closed. Closing immediately would lose queued datagrams; reading without connecting would lose datagrams that arrive before the close.
 */
final class UdpClosing {
    /** Interval without a read after which the buffer is empty. Datagrams that the kernel was queueing during the connect arrive within microseconds. */
    private static final long CHECK_MILLIS = 20;

    private final Channel channel;
    private final Promise<Void> closed = Promise.promise();
    private long reads;

    private UdpClosing(Channel channel) {
        this.channel = channel;
    }

    /** Completes on the socket's loop when it is closed; does not fail. */
    static Future<Void> of(Channel channel) {
        var closing = new UdpClosing(channel);
        if (channel instanceof EpollDatagramChannel socket && channel.isActive()) {
            channel.eventLoop().execute(() -> closing.begin(socket));
        } else {
            // a JDK socket discards its queue when it is connected
            closing.close();
        }
        return closing.closed.future();
    }

    private void begin(EpollDatagramChannel socket) {
        try {
            // bypasses Netty, which would report the peer as the sender of queued datagrams
            new Socket(socket.fd().intValue()).connect(ownAddress(socket.localAddress()));
        } catch (IOException gone) {
            close();
            return;
        }
        channel.pipeline().addFirst(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelReadComplete(ChannelHandlerContext context) {
                reads++;
                context.fireChannelReadComplete();
            }
        });
        checkAfter(reads);
    }

    /** Closes the socket if nothing was read since the last check: Netty reads until the buffer is empty. */
    private void checkAfter(long seen) {
        channel.eventLoop().schedule(() -> {}, CHECK_MILLIS, TimeUnit.MILLISECONDS).addListener(done -> {
            if (reads == seen) {
                close();
            } else {
                checkAfter(reads);
            }
        });
    }

    private void close() {
        channel.close().addListener(end -> closed.tryComplete());
    }

    private static InetSocketAddress ownAddress(InetSocketAddress bound) {
        var address = bound.getAddress();
        return address.isAnyLocalAddress()
                ? new InetSocketAddress(loopback(address), bound.getPort())
                : bound;
    }

    private static String loopback(InetAddress any) {
        return any instanceof Inet6Address ? "::1" : "127.0.0.1";
    }
}
