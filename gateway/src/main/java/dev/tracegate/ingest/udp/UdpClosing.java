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
 * Closes a UDP socket without losing what its buffer holds, and without a datagram falling between it and another socket that shares its
 * port: connected, it is passed over by the kernel for every datagram but its peer's, and what was queued stays readable. The peer is the
 * socket's own address, from which nobody sends. Closing at once would lose what is queued, and reading before closing what comes between.
 */
final class UdpClosing {
    /** What the kernel was putting into the buffer while the socket was connected arrives within microseconds. */
    private static final long LOOK_MILLIS = 20;

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
            // a JDK socket throws away what it holds when it is connected
            closing.close();
        }
        return closing.closed.future();
    }

    private void begin(EpollDatagramChannel socket) {
        try {
            // past Netty, which would from then on take the peer for the sender of what is queued
            new Socket(socket.fd().intValue()).connect(itself(socket.localAddress()));
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
        lookAfter(reads);
    }

    /** Netty reads until the buffer is empty; a look without a read in between means that it is. */
    private void lookAfter(long seen) {
        channel.eventLoop().schedule(() -> {}, LOOK_MILLIS, TimeUnit.MILLISECONDS).addListener(look -> {
            if (reads == seen) {
                close();
            } else {
                lookAfter(reads);
            }
        });
    }

    private void close() {
        channel.close().addListener(end -> closed.tryComplete());
    }

    private static InetSocketAddress itself(InetSocketAddress bound) {
        var address = bound.getAddress();
        return address.isAnyLocalAddress()
                ? new InetSocketAddress(loopback(address), bound.getPort())
                : bound;
    }

    private static String loopback(InetAddress any) {
        return any instanceof Inet6Address ? "::1" : "127.0.0.1";
    }
}
