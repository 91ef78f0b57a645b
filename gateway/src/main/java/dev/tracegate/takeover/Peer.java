package dev.tracegate.takeover;

import dev.tracegate.files.EffectiveUser;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.util.Optional;

/**
 * The process at the other end of a Unix domain socket, as the kernel names it (SO_PEERCRED): no file that could be out of date or another
 * user's takes part.
 *
 * @param pid 0 for a process of another PID namespace
 * @param uid its effective user when it connected or listened
 */
record Peer(int pid, int uid) {

    /** Empty if the system does not report it, or the connection has ended. */
    static Optional<Peer> of(NetSocket socket) {
        if (!(((NetSocketInternal) socket).channelHandlerContext()
                .channel() instanceof EpollDomainSocketChannel channel)) {
            return Optional.empty();
        }
        try {
            var credentials = channel.peerCredentials();
            return Optional.of(new Peer(credentials.pid(), credentials.uid()));
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    /** Whether it runs as our user. Root is no exception: a process of root's takes over from root's only. */
    boolean isOurUsers() {
        return uid == EffectiveUser.id();
    }
}
