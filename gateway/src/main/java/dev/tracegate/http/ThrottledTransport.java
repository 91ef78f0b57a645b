package dev.tracegate.http;

import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.vertx.core.impl.transports.EpollTransport;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.impl.transports.TransportInternal;
import io.vertx.core.transport.Transport;

/**
 * Creates the transport of a Vert.x instance with bounded listeners: epoll if available, else NIO; its server sockets have an {@link
 * AcceptThrottle}.
 */
public final class ThrottledTransport {
    private ThrottledTransport() {}

    public static Transport create() {
        return Epoll.isAvailable()
                ? new TransportInternal("epoll", true, null, new ThrottledEpoll())
                : new TransportInternal("nio", true, null, new ThrottledNio());
    }

    private static ChannelFactory<ServerChannel> throttled(ChannelFactory<? extends ServerChannel> factory) {
        return () -> {
            var channel = factory.newChannel();
            channel.pipeline().addFirst(new AcceptThrottle());
            return channel;
        };
    }

    private static final class ThrottledEpoll extends EpollTransport {
        @Override
        public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
            return throttled(super.serverChannelFactory(domainSocket));
        }
    }

    private static final class ThrottledNio extends NioTransport {
        @Override
        public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
            return throttled(super.serverChannelFactory(domainSocket));
        }
    }
}
