package dev.tracegate.takeover;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.parsetools.RecordParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The predecessor's side of a take-over. It listens on a Unix domain socket that only its own user may open. The protocol is lines of text:
 *
 * <ul>
 *   <li>{@code take over}: the predecessor makes its ports shareable, so that the successor can bind them too, and replies {@code open}.
 *   <li>{@code bound}: the predecessor stops, and replies {@code closed} when its sockets are closed. If the successor disconnects before
 *       {@code bound}, the predecessor continues as before.
 *   <li>{@code has spool}, sent after {@code open}: the predecessor can release the spool's file before it ends. The successor then sends
 *       {@code spool} and the folder of its own spool, and receives {@code spool} when the file is released. A successor that ignores the line gets the
 *       spool when the predecessor has ended.
 * </ul>
 */
public final class HandOver {
    private static final Logger LOG = LoggerFactory.getLogger(HandOver.class);

    private static final String SPOOL = "spool ";

    private final Owner owner;
    private final Vertx vertx;
    private final Path path;
    private @Nullable NetServer server;
    private @Nullable NetSocket successor;
    private boolean left;

    /** The gateway that hands over. Called on an event loop. */
    public interface Owner {

        /** Sets whether a successor may bind the addresses while this process has them bound. */
        void share(boolean on);

        /** Starts the drain. Runs {@code gone} when the sockets are closed. */
        void leave(Runnable gone);

        /** The spool's folder; empty if no spool is configured. */
        Optional<Path> spoolFolder();

        /** Releases the spool's file; completes with whether it is released. */
        Future<Boolean> handOverSpool();
    }

    HandOver(Vertx vertx, Path path, Owner owner) {
        this.vertx = vertx;
        this.path = path;
        this.owner = owner;
    }

    /**
     * Creates the socket file. The caller has the lock, so an existing socket file belongs to a process that has ended. Does not fail: without the socket
     * the gateway runs, but no successor can take over.
     */
    Future<Void> listen() {
        var made = vertx.createNetServer().connectHandler(this::accept);
        server = made;
        return vertx.executeBlocking(() -> Files.deleteIfExists(path))
                .compose(none -> made.listen(SocketAddress.domainSocketAddress(path.toString())))
                .compose(listening -> vertx.executeBlocking(() -> Files.setPosixFilePermissions(path,
                        PosixFilePermissions.fromString("rw-------"))))
                .onFailure(failure -> LOG.warn("Cannot listen on {} ({}): no other process will be able to take over",
                        path, failure.toString()))
                .otherwiseEmpty()
                .mapEmpty();
    }

    /** Stops listening, and deletes the socket file. */
    Future<Void> close() {
        return server == null ? Future.succeededFuture() : server.close();
    }

    private void accept(NetSocket peer) {
        if (Peer.of(peer).filter(Peer::isOurUsers).isEmpty()) {
            LOG.warn("A process of another user connected to {}; it gets no answer", path);
            peer.close();
            return;
        }
        peer.handler(RecordParser.newDelimited("\n", line -> onLine(peer, line.toString())));
        peer.exceptionHandler(broken -> peer.close());
        peer.closeHandler(end -> disconnected(peer));
    }

    private void onLine(NetSocket peer, String line) {
        if (line.equals("take over") && successor == null) {
            successor = peer;
            owner.share(true);
            peer.write("open\n");
            owner.spoolFolder().ifPresent(folder -> peer.write("has spool\n"));
        } else if (line.equals("bound") && peer.equals(successor) && !left) {
            left = true;
            LOG.info("A successor has bound the addresses: handing over to it");
            owner.leave(() -> peer.write("closed\n"));
        } else if (line.startsWith(SPOOL) && peer.equals(successor) && left) {
            releaseSpool(peer, line.substring(SPOOL.length()));
        } else {
            peer.end(Buffer.buffer("busy\n"));
        }
    }

    /** Does nothing if the successor has another spool folder, because it does not need this file. */
    private void releaseSpool(NetSocket peer, String folder) {
        if (owner.spoolFolder().filter(ours -> ours.toString().equals(folder)).isPresent()) {
            owner.handOverSpool().onSuccess(free -> {
                if (free) {
                    peer.write("spool\n");
                }
            });
        }
    }

    private void disconnected(NetSocket peer) {
        if (peer.equals(successor) && !left) {
            successor = null;
            owner.share(false);
            LOG.warn("A successor went away before it had bound the addresses; going on");
        }
    }
}
