package dev.tracegate.takeover;

import dev.tracegate.files.EffectiveUser;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.util.Optional;

/**
 * The process at the other end of a Unix domain socket, as reported by the kernel (SO_PEERCRED). A pid file, in contrast, can be stale or written by
 * another user.
 *
 * @param pid 0 for a process of another PID namespace
 * @param uid its effective user id when it connected or listened
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

    /** Whether it runs as the user of this process. There is no exception for root. */
    boolean isOurUsers() {
        return uid == EffectiveUser.id();
    }
}
