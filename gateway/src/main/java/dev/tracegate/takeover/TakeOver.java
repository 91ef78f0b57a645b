package dev.tracegate.takeover;

import dev.tracegate.cli.StartFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.parsetools.RecordParser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** The successor's side of a take-over; {@link HandOver} describes the protocol. */
final class TakeOver {
    /** Kept in a field because Vert.x closes the connections of an unreferenced client. */
    private final NetClient client;
    private final NetSocket predecessor;
    private final Peer peer;
    private final Promise<Void> open = Promise.promise();
    private final Promise<Void> closed = Promise.promise();
    private final Promise<Void> spool = Promise.promise();
    private boolean hasSpool;

    private TakeOver(NetClient client, NetSocket predecessor, Peer peer) {
        this.client = client;
        this.predecessor = predecessor;
        this.peer = peer;
        predecessor.handler(RecordParser.newDelimited("\n", line -> onLine(line.toString())));
        predecessor.exceptionHandler(broken -> predecessor.close());
        predecessor.closeHandler(end -> {
            open.tryFail("it has ended");
            closed.tryComplete();
        });
    }

    /**
     * Connects to the predecessor. Fails if no process listens. Fails with a {@link StartFailure} if the process runs as another user: it cannot be
     * trusted, so it is neither asked nor killed.
     */
    static Future<TakeOver> connect(Vertx vertx, Path path) {
        var client = vertx.createNetClient();
        return client.connect(SocketAddress.domainSocketAddress(path.toString()))
                .compose(predecessor -> Peer.of(predecessor)
                        .filter(Peer::isOurUsers)
                        .map(peer -> Future.succeededFuture(new TakeOver(client, predecessor, peer)))
                        .orElseGet(() -> {
                            client.close();
                            return StartFailure
                                    .of("--take-over: " + path + " is not the socket of a process of this user"
                                            + " (SO_PEERCRED): remove it, or start as the user of the running gateway");
                        }));
    }

    /** Closes the connection to the predecessor. */
    void end() {
        client.close();
    }

    /** Completes when this process may bind its sockets. Fails if the predecessor ends or another successor was first. No timeout: never completes if the predecessor hangs. */
    Future<Void> begin() {
        predecessor.write("take over\n");
        return open.future();
    }

    /** Reports that this process has bound its sockets. Completes when the predecessor has closed its own or has ended. No timeout, as in {@link #begin}. */
    Future<Void> confirmBound() {
        predecessor.write("bound\n");
        return closed.future();
    }

    /**
     * Asks for the spool; call after {@link #confirmBound}. Completes when the predecessor has released the file. Never completes if it does not
     * release the file before it ends.
     */
    Future<Void> askForSpool(Path folder) {
        if (hasSpool) {
            predecessor.write("spool " + folder + "\n");
        }
        return spool.future();
    }

    /** The process id of the predecessor. */
    long pid() {
        return peer.pid();
    }

    /** CPU time that the predecessor has used; empty if the system does not report it. */
    Optional<Duration> cpuTime() {
        return ProcessHandle.of(peer.pid()).flatMap(process -> process.info().totalCpuDuration());
    }

    /** Kills the predecessor. Returns its process id; empty if this process cannot kill it. */
    OptionalLong kill() {
        // 0: a process of another PID namespace; 1: an init process, which the kernel protects
        var process = ProcessHandle.of(peer.pid())
                .filter(found -> found.pid() > 1 && !found.equals(ProcessHandle.current()));
        return process.filter(ProcessHandle::destroyForcibly).isPresent()
                ? OptionalLong.of(peer.pid())
                : OptionalLong.empty();
    }

    private void onLine(String line) {
        switch (line) {
            case "open" -> open.tryComplete();
            case "closed" -> closed.tryComplete();
            case "has spool" -> hasSpool = true;
            case "spool" -> spool.tryComplete();
            default -> open.tryFail(
                    StartFailure.because("--take-over: another process is taking over from that gateway already:"
                            + " wait until it has the addresses, then take over from it"));
        }
    }
}
