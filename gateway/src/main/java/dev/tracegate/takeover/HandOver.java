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
 * The predecessor's side of a take-over. It listens on a Unix domain socket that only its own user may open, and answers line by line:
 * {@code take over} makes its ports such that a successor can bind them too, and is answered {@code open}; on {@code bound} it leaves, and
 * says {@code closed} when its sockets are. A successor that goes away before {@code bound} changes nothing.
 *
 * <p>With {@code has spool}, which follows {@code open}, it says that it can give the spool away before it ends. A successor that knows this asks
 * with {@code spool} and its spool's folder, and is answered {@code spool} when the file is free. Others ignore the line, and get the spool
 * when this process has ended.
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

        /** Whether a successor may bind the addresses beside us. */
        void share(boolean on);

        /** Ends; tells {@code gone} when nothing comes to our sockets any more. */
        void leave(Runnable gone);

        /** Where the spool is; empty where there is none. */
        Optional<Path> spoolFolder();

        /** Gives the spool's file away; completes with whether it is free now. */
        Future<Boolean> handOverSpool();
    }

    HandOver(Vertx vertx, Path path, Owner owner) {
        this.vertx = vertx;
        this.path = path;
        this.owner = owner;
    }

    /** Called by the process that has the lock, so an existing socket file belongs to a dead process. Does not fail: without the socket the gateway runs, and no successor can take over. */
    Future<Void> listen() {
        var made = vertx.createNetServer().connectHandler(this::greet);
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

    /** Ends the offer to take over, and deletes the socket file. */
    Future<Void> close() {
        return server == null ? Future.succeededFuture() : server.close();
    }

    private void greet(NetSocket peer) {
        if (Peer.of(peer).filter(Peer::isOurUsers).isEmpty()) {
            LOG.warn("A process of another user connected to {}; it gets no answer", path);
            peer.close();
            return;
        }
        peer.handler(RecordParser.newDelimited("\n", line -> heard(peer, line.toString())));
        peer.exceptionHandler(broken -> peer.close());
        peer.closeHandler(end -> gone(peer));
    }

    private void heard(NetSocket peer, String line) {
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
            giveSpool(peer, line.substring(SPOOL.length()));
        } else {
            peer.end(Buffer.buffer("busy\n"));
        }
    }

    /** Does nothing if the successor has another spool folder: it never reads this one. */
    private void giveSpool(NetSocket peer, String folder) {
        if (owner.spoolFolder().filter(ours -> ours.toString().equals(folder)).isPresent()) {
            owner.handOverSpool().onSuccess(free -> {
                if (free) {
                    peer.write("spool\n");
                }
            });
        }
    }

    private void gone(NetSocket peer) {
        if (peer.equals(successor) && !left) {
            successor = null;
            owner.share(false);
            LOG.warn("A successor went away before it had bound the addresses; going on");
        }
    }
}
