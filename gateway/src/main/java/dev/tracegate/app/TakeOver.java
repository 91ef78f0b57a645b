package dev.tracegate.app;

import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.parsetools.RecordParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The successor's side of a take-over: what {@link HandOver} answers to. */
final class TakeOver {
    /** Held, because Vert.x closes the connections of a client that nobody refers to. */
    private final NetClient client;
    private final NetSocket predecessor;
    private final Promise<Void> open = Promise.promise();
    private final Promise<Void> closed = Promise.promise();

    private TakeOver(NetClient client, NetSocket predecessor) {
        this.client = client;
        this.predecessor = predecessor;
        predecessor.handler(RecordParser.newDelimited("\n", line -> heard(line.toString())));
        predecessor.exceptionHandler(broken -> predecessor.close());
        predecessor.closeHandler(end -> {
            open.tryFail("it has ended");
            closed.tryComplete();
        });
    }

    /** Fails where nobody listens. */
    static Future<TakeOver> connect(Vertx vertx, Path path) {
        var client = vertx.createNetClient();
        return client.connect(SocketAddress.domainSocketAddress(path.toString()))
                .map(predecessor -> new TakeOver(client, predecessor));
    }

    /** The conversation is over. */
    void end() {
        client.close();
    }

    /** Completes when our sockets may be bound beside the predecessor's; fails when it ends, or is another's already. May hang with it. */
    Future<Void> begin() {
        predecessor.write("take over\n");
        return open.future();
    }

    /** We have bound; completes when the predecessor has closed its sockets, or has ended. May hang with it. */
    Future<Void> arrived() {
        predecessor.write("bound\n");
        return closed.future();
    }

    /** Kills the process at the other end, as the kernel names it: no file that could be out of date has a say. Answers its id. */
    OptionalLong kill() {
        try {
            if (((NetSocketInternal) predecessor).channelHandlerContext()
                    .channel() instanceof EpollDomainSocketChannel channel) {
                long pid = channel.peerCredentials().pid();
                // 0: in another PID namespace; 1: an init process, which the kernel protects
                var process = ProcessHandle.of(pid).filter(found -> pid > 1 && !found.equals(ProcessHandle.current()));
                return process.filter(ProcessHandle::destroyForcibly).isPresent()
                        ? OptionalLong.of(pid)
                        : OptionalLong.empty();
            }
            return OptionalLong.empty();
        } catch (IOException gone) {
            return OptionalLong.empty();
        }
    }

    private void heard(String line) {
        switch (line) {
            case "open" -> open.tryComplete();
            case "closed" -> closed.tryComplete();
            default -> open.tryFail("another process is taking over from it already");
        }
    }
}
