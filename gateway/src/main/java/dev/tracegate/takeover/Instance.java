package dev.tracegate.takeover;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.tracegate.cli.StartFailure;
import dev.tracegate.config.Settings;
import dev.tracegate.ingest.PortSharing;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes this process the only gateway of its UDP address: it locks the address, or takes over from the process that has locked it. Call in this
 * order: {@link #claim}, {@link #requestTakeover}, bind the sockets, {@link #confirmBound}, {@link #serve}. {@code owned} completes when this process
 * has the lock. All methods but {@code claim} run on event loops.
 */
public final class Instance {
    private static final Logger LOG = LoggerFactory.getLogger(Instance.class);
    /** Maximum wait for the predecessor to end: twice the default drain deadline, plus time to close. */
    private static final Duration ENDING = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 50;

    private final Vertx vertx;
    private final Path lockFile;
    private final String addresses;
    private final Promise<Void> owned = Promise.promise();
    private volatile @Nullable InstanceLock lock;
    private volatile PortSharing sharing = PortSharing.ALONE;
    private @Nullable TakeOver takeOver;
    private @Nullable HandOver handOver;
    private volatile SocketBacklog lostWithPredecessor = SocketBacklog.NOTHING;
    private boolean watching;
    private OptionalLong predecessor = OptionalLong.empty();

    private Instance(Vertx vertx, Settings.Listen listen) {
        this.vertx = vertx;
        this.lockFile = listen.lockFile();
        this.addresses = "udp " + listen.udp() + " tcp " + listen.tcp();
    }

    /** Tries to lock the address. Blocks. Throws a {@link StartFailure} if another gateway has locked it and {@code --take-over} is not set. */
    public static Instance claim(Vertx vertx, Settings.Listen listen) {
        var instance = new Instance(vertx, listen);
        if (listen.udp().port() == 0) {
            instance.owned.complete();
            return instance;
        }
        var outcome = instance.acquire();
        if (outcome instanceof InstanceLock.Outcome.Taken(var pid)) {
            if (!listen.takeOver()) {
                throw StartFailure
                        .because("listen.udp: another gateway%s has %s (%s): stop it, or start with --take-over"
                                .formatted(named(pid), listen.udp(), listen.lockFile()));
            }
            instance.predecessor = pid;
            instance.sharing = PortSharing.SHARED;
        } else {
            instance.applyOutcome(outcome);
        }
        return instance;
    }

    /** How to bind the ports, after {@link #requestTakeover} has completed. */
    public PortSharing sharing() {
        return sharing;
    }

    /** Asks the predecessor, if there is one, to share its ports with this process. Fails with a {@link StartFailure}. */
    public Future<Void> requestTakeover() {
        if (sharing != PortSharing.SHARED) {
            return Future.succeededFuture();
        }
        LOG.info("Taking over from the gateway{}", named(predecessor));
        return TakeOver.connect(vertx, socketFile())
                .compose(found -> {
                    takeOver = found;
                    return HungPeerDetector.USUAL.await(found.begin(), found::cpuTime);
                })
                .recover(this::notHandedOver);
    }

    /**
     * Reports to the predecessor that this process has bound its sockets. Completes when the predecessor's sockets are closed.
     *
     * @param spool requested from the predecessor immediately; {@link SpoolSuccession#retryNow} is called when the predecessor releases it or ends
     */
    public Future<Void> confirmBound(SpoolSuccession spool) {
        owned.future().onSuccess(ours -> spool.retryNow());
        var other = takeOver;
        if (other == null || owned.future().isComplete()) {
            return Future.succeededFuture();
        }
        watch();
        var leaving = other.confirmBound();
        spool.folder().ifPresent(folder -> other.askForSpool(folder).onSuccess(free -> spool.retryNow()));
        return HungPeerDetector.USUAL.await(leaving, other::cpuTime)
                .onSuccess(closed -> LOG.info("The gateway{} has handed over its addresses", named(predecessor)))
                .recover(failure -> failure instanceof HungPeerDetector.Hung hung
                        ? kill(other, hung.silent())
                        : Future.failedFuture(failure));
    }

    /** Lets a successor take over from this process, as soon as this process has the lock. */
    public void serve(HandOver.Owner owner) {
        owned.future().onSuccess(ours -> {
            owner.share(false);
            if (takeOver != null) {
                takeOver.end();
            }
            if (lock != null) {
                handOver = new HandOver(vertx, socketFile(), owner);
                handOver.listen();
            }
        });
    }

    /** Stops listening for successors, because this process ends. */
    public Future<Void> withdraw() {
        return handOver == null ? Future.succeededFuture() : handOver.close();
    }

    /** Releases the lock. Call after the sockets are closed. */
    public void release() {
        if (lock != null) {
            lock.close();
        }
    }

    private Future<Void> notHandedOver(Throwable failure) {
        return switch (failure) {
            case StartFailure refused -> Future.failedFuture(refused);
            case HungPeerDetector.Hung hung when takeOver != null -> kill(takeOver, hung.silent());
            default -> untilItHasEnded(failure);
        };
    }

    /** Kills a hung predecessor: it does not read its sockets, but the kernel would still deliver datagrams to them. */
    private Future<Void> kill(TakeOver hung, Duration silent) {
        return vertx.executeBlocking(() -> readBacklog(hung)).compose(read -> {
            var killed = hung.kill();
            if (killed.isEmpty()) {
                return StartFailure.of("--take-over: the gateway%s does not answer, and cannot be killed from here"
                        .formatted(named(predecessor)));
            }
            var backlog = lostWithPredecessor;
            LOG.warn("The gateway{} did not answer within {} s and was killed; the segments in its memory are lost, and"
                    + " {} bytes of datagrams that it had not read; its sockets had dropped {} datagrams",
                    named(killed),
                    silent.toSeconds(), backlog.unreadBytes(), backlog.dropped());
            // the kernel closes a process's sockets just after its files
            return untilItHasEnded(new IllegalStateException("it was killed"))
                    .compose(ended -> vertx.timer(POLL_MILLIS, MILLISECONDS))
                    .mapEmpty();
        });
    }

    private boolean readBacklog(TakeOver hung) {
        lostWithPredecessor = SocketBacklog.of(hung.pid());
        return true;
    }

    /** The datagrams that a killed predecessor had not read; {@link SocketBacklog#NOTHING} if none was killed. Any thread. */
    public SocketBacklog lostWithPredecessor() {
        return lostWithPredecessor;
    }

    private Future<Void> untilItHasEnded(Throwable why) {
        LOG.info("Waiting for the gateway{} to end: {}", named(predecessor), why.getMessage());
        watch();
        return owned.future()
                .timeout(ENDING.toMillis(), MILLISECONDS)
                .recover(late -> StartFailure.of("--take-over: the gateway%s does not hand over its addresses (%s)"
                        .formatted(named(predecessor), why.getMessage())));
    }

    /** Tries to take the lock until this process has it; one attempt at a time, see {@link InstanceLock}. */
    private void watch() {
        if (!watching) {
            watching = true;
            pollLock();
        }
    }

    private void pollLock() {
        vertx.executeBlocking(this::acquire).onSuccess(outcome -> {
            if (outcome instanceof InstanceLock.Outcome.Taken) {
                vertx.setTimer(POLL_MILLIS, again -> pollLock());
            } else {
                LOG.info("The gateway{} has ended; this process has its addresses now", named(predecessor));
                applyOutcome(outcome);
            }
        });
    }

    private InstanceLock.Outcome acquire() {
        return InstanceLock.acquire(lockFile, ProcessHandle.current().pid(), addresses);
    }

    private void applyOutcome(InstanceLock.Outcome outcome) {
        if (outcome instanceof InstanceLock.Outcome.Held(var held)) {
            lock = held;
            sharing = PortSharing.FIRST;
        } else if (outcome instanceof InstanceLock.Outcome.Unavailable(var reason)) {
            LOG.warn("Cannot lock {} ({}): no other process will be able to take over from this one", lockFile, reason);
            sharing = PortSharing.ALONE;
        }
        owned.tryComplete();
    }

    private Path socketFile() {
        return lockFile.resolveSibling(lockFile.getFileName() + ".sock");
    }

    private static String named(OptionalLong pid) {
        return pid.isPresent() ? " with process id " + pid.getAsLong() : "";
    }
}
