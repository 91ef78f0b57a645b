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
 * The way of a segment, on one event loop: receiver, flow and dispatcher. Deploying binds the sockets; {@link #drain} ends it in order. What
 * the parts do is theirs; this holds the loop they share.
 */
final class DataPlane extends VerticleBase implements LoopReader {
    /** How often to look whether the sockets have gone quiet. */
    private static final long LOOK_MILLIS = 50;
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
    /** Bound beside that of listen.udp. On the loop. */
    private Set<Integer> tenantPorts;
    private volatile @Nullable LoopReader reader;

    /**
     * What to bind.
     *
     * @param addresses that of listen.udp, and the tenants' own
     * @param receiveBuffer bytes of socket buffer to ask the kernel for, for each
     */
    record Sockets(List<InetSocketAddress> addresses, int receiveBuffer, int datagramsPerRead) {}

    /** How the end went. */
    record Drained(DrainResult left, Duration took) {}

    /** @param started called on the loop when it runs */
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

    /** The socket of listen.udp; the others are like it. */
    UdpReceiver.Bound bound() {
        if (bound == null) {
            throw new IllegalStateException("not deployed");
        }
        return bound;
    }

    /**
     * Lets the tenants be replaced, on the loop: sockets of new ports are bound before and read after, and those of ports that no tenant has any
     * more are emptied and closed before. So each datagram is attributed to a tenant that has, or had, its port.
     *
     * @param ports UDP ports of the tenants to come
     * @param swap replaces the tenants; called on the loop, once the sockets are there
     * @return fails with a {@link dev.tracegate.ingest.udp.BindFailure}, and then nothing has changed
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

    /** Whether a successor may bind the addresses too. */
    void share(boolean on) {
        receiver.share(on);
    }

    /**
     * Ends in order: receives until the sockets have been quiet, closes them, sends what was accepted, sheds and counts the rest. In a task the
     * application gets its signal at the same moment as the gateway, and its last segments come after it.
     *
     * @param quiet how long the sockets must have been silent
     * @param deadline from now, for all of it; a quarter is kept for sending
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

    /** Asks on the loop that owns receiver, flow and books, between two of its tasks. Only once deployed. */
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
        vertx.setPeriodic(LOOK_MILLIS, timer -> {
            long now = nanoClock.getAsLong();
            if (now - Math.max(asked, receiver.lastArrivalNanos()) >= quiet.toNanos() || now >= latest) {
                vertx.cancelTimer(timer);
                silent.complete();
            }
        });
        return silent.future();
    }

    /** Waits for datagrams whose sender is not resolved yet. Their wait is bounded. */
    private Future<Void> whenKnown(long latest) {
        var known = Promise.<Void>promise();
        Runnable look = () -> {
            if (intake.heldBytes() == 0 || nanoClock.getAsLong() >= latest) {
                intake.close();
                known.tryComplete();
            }
        };
        look.run();
        if (!known.future().isComplete()) {
            long timer = vertx.setPeriodic(LOOK_MILLIS, again -> look.run());
            known.future().onComplete(done -> vertx.cancelTimer(timer));
        }
        return known.future();
    }

    private Future<DrainResult> sendRest(long end) {
        var left = Promise.<DrainResult>promise();
        long remaining = Math.max(1, (end - nanoClock.getAsLong()) / 1_000_000);
        // a fifth is kept for storing what cannot be sent
        long timer = vertx.setTimer(Math.max(1, remaining * 4 / 5), late -> dispatcher.close().onComplete(left));
        dispatcher.drain().onSuccess(all -> {
            vertx.cancelTimer(timer);
            dispatcher.close().onComplete(left);
        });
        return left.future();
    }
}
