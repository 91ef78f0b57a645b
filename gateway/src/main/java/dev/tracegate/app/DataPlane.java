package dev.tracegate.app;

import static java.util.Objects.requireNonNull;

import dev.tracegate.admin.read.LoopReader;
import dev.tracegate.dispatch.Dispatcher;
import dev.tracegate.dispatch.DrainResult;
import dev.tracegate.flow.ledger.StepwiseReading;
import dev.tracegate.ingest.DatagramProcessor;
import dev.tracegate.ingest.PortSharing;
import dev.tracegate.ingest.udp.UdpReceiver;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The event loop that receiver, flow and dispatcher share. Deploying binds the sockets; {@link #drain} stops in order.
 */
final class DataPlane extends VerticleBase implements LoopReader {
    /** How often to check whether datagrams still arrive, or senders are still unresolved. */
    private static final long CHECK_MILLIS = 50;
    private static final long AUDIT_MILLIS = 10_000;

    private final UdpReceiver receiver;
    private final DatagramProcessor intake;
    private final Dispatcher dispatcher;
    private final Audit audit;
    private final Sockets sockets;
    private final Supplier<PortSharing> sharing;
    private final LongSupplier nanoClock;
    private final Consumer<Context> started;
    private UdpReceiver.@Nullable Bound bound;
    /** Ports that are bound in addition to listen.udp. On the loop. */
    private Set<Integer> tenantPorts;
    private volatile @Nullable LoopReader reader;

    /**
     * The sockets to bind.
     *
     * @param addresses the address of listen.udp first, then those of the tenants
     * @param receiveBuffer requested bytes of each socket's kernel buffer
     */
    record Sockets(List<InetSocketAddress> addresses, int receiveBuffer, int datagramsPerRead) {}

    /** The result of the drain. */
    record Drained(DrainResult left, Duration took) {}

    /** @param started called on the loop when it has started */
    DataPlane(UdpReceiver receiver, DatagramProcessor intake, Dispatcher dispatcher, Audit audit, Sockets sockets,
            Supplier<PortSharing> sharing, LongSupplier nanoClock, Consumer<Context> started) {
        this.receiver = receiver;
        this.intake = intake;
        this.dispatcher = dispatcher;
        this.audit = audit;
        this.sockets = sockets;
        this.sharing = sharing;
        this.nanoClock = nanoClock;
        this.started = started;
        this.tenantPorts = sockets.addresses()
                .stream()
                .skip(1)
                .map(InetSocketAddress::getPort)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Future<?> start() {
        reader = LoopReader.on(context);
        started.accept(context);
        vertx.setPeriodic(AUDIT_MILLIS, timer -> audit.run());
        return receiver.bind(context, sockets.addresses(), sockets.receiveBuffer(), sockets.datagramsPerRead(),
                sharing.get() == PortSharing.SHARED)
                .onSuccess(what -> bound = what.getFirst());
    }

    /** The socket of listen.udp; those of the tenants have the same properties. */
    UdpReceiver.Bound bound() {
        if (bound == null) {
            throw new IllegalStateException("not deployed");
        }
        return bound;
    }

    /**
     * Replaces the tenants on the loop. Before that, binds sockets for new ports without reading them, and reads and closes the sockets of ports that no
     * tenant has any more; after that, reads the new sockets. So each datagram is attributed to a tenant that has, or had, its port.
     *
     * @param ports UDP ports of the new tenants
     * @param swap replaces the tenants; called on the loop
     * @return fails with a {@link dev.tracegate.ingest.udp.BindFailure} if a port cannot be bound; then nothing has changed
     */
    <T> Future<T> replaceTenants(Set<Integer> ports, Supplier<T> swap) {
        var done = Promise.<T>promise();
        context.runOnContext(go -> {
            var main = sockets.addresses().getFirst();
            var added = ports.stream()
                    .filter(port -> !tenantPorts.contains(port))
                    .sorted()
                    .map(port -> new InetSocketAddress(main.getAddress(), port))
                    .toList();
            var gone = tenantPorts.stream().filter(port -> !ports.contains(port)).collect(Collectors.toSet());
            receiver.bindMore(added)
                    .compose(more -> receiver.close(gone)
                            .map(closed -> swap.get())
                            .onSuccess(swapped -> {
                                tenantPorts = Set.copyOf(ports);
                                more.begin();
                            })
                            .onFailure(unswapped -> more.discard()))
                    .onComplete(done);
        });
        return done.future();
    }

    /** Sets whether a successor may bind the addresses too. */
    void share(boolean on) {
        receiver.share(on);
    }

    /**
     * Stops in order: receives until no datagrams arrive, closes the sockets, sends accepted segments, stores or sheds the others. In a task the
     * application receives its signal at the same time as the gateway and sends its last segments after that.
     *
     * @param quiet how long no datagram must have arrived
     * @param deadline time for the whole drain from now; a quarter is reserved for sending
     * @param closed called when the sockets are closed
     */
    Future<Drained> drain(Duration quiet, Duration deadline, Runnable closed) {
        var done = Promise.<Drained>promise();
        context.runOnContext(go -> {
            long started = nanoClock.getAsLong();
            long end = started + deadline.toNanos();
            long latest = end - deadline.dividedBy(4).toNanos();
            whenQuiet(quiet, latest).compose(silent -> receiver.close())
                    .onSuccess(all -> closed.run())
                    .compose(all -> whenKnown(latest))
                    .compose(all -> sendRest(end))
                    .onSuccess(left -> audit.run())
                    .map(left -> new Drained(left, Duration.ofNanos(nanoClock.getAsLong() - started)))
                    .onComplete(done);
        });
        return done.future();
    }

    /** Reads on the loop that owns receiver, flow and ledger, between two of its tasks. Only after deployment. */
    @Override
    public <T> Future<T> read(Supplier<T> question) {
        return requireNonNull(reader).read(question);
    }

    /** As {@link #read}. */
    @Override
    public <T> Future<T> readInSteps(Supplier<StepwiseReading<T>> question) {
        return requireNonNull(reader).readInSteps(question);
    }

    private Future<Void> whenQuiet(Duration quiet, long latest) {
        var silent = Promise.<Void>promise();
        long asked = nanoClock.getAsLong();
        vertx.setPeriodic(CHECK_MILLIS, timer -> {
            long now = nanoClock.getAsLong();
            if (now - Math.max(asked, receiver.lastArrivalNanos()) >= quiet.toNanos() || now >= latest) {
                vertx.cancelTimer(timer);
                silent.complete();
            }
        });
        return silent.future();
    }

    /** Waits until no datagram waits for its sender to be resolved, or until {@code latest}. */
    private Future<Void> whenKnown(long latest) {
        var known = Promise.<Void>promise();
        Runnable check = () -> {
            if (intake.heldBytes() == 0 || nanoClock.getAsLong() >= latest) {
                intake.close();
                known.tryComplete();
            }
        };
        check.run();
        if (!known.future().isComplete()) {
            long timer = vertx.setPeriodic(CHECK_MILLIS, again -> check.run());
            known.future().onComplete(done -> vertx.cancelTimer(timer));
        }
        return known.future();
    }

    private Future<DrainResult> sendRest(long end) {
        var left = Promise.<DrainResult>promise();
        long remaining = Math.max(1, (end - nanoClock.getAsLong()) / 1_000_000);
        // a fifth is reserved for storing what cannot be sent
        long timer = vertx.setTimer(Math.max(1, remaining * 4 / 5), late -> dispatcher.close().onComplete(left));
        dispatcher.drain().onSuccess(all -> {
            vertx.cancelTimer(timer);
            dispatcher.close().onComplete(left);
        });
        return left.future();
    }
}
