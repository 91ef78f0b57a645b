package dev.tracegate.app;

import dev.tracegate.admin.AdminServer;
import dev.tracegate.admin.AdminStart;
import dev.tracegate.admin.AdminViews;
import dev.tracegate.admin.OperationTable;
import dev.tracegate.admin.auth.AdminAuthorization;
import dev.tracegate.app.clients.ClientWatch;
import dev.tracegate.app.identities.IdentityService;
import dev.tracegate.app.upstream.Upstream;
import dev.tracegate.budget.ByteBudget;
import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.cli.StartFailure;
import dev.tracegate.config.Settings;
import dev.tracegate.dispatch.Dispatcher;
import dev.tracegate.dispatch.EventPublisher;
import dev.tracegate.dispatch.RetryPolicy;
import dev.tracegate.flow.BatchLimits;
import dev.tracegate.flow.Flow;
import dev.tracegate.flow.FlowListener;
import dev.tracegate.flow.QueueConfig;
import dev.tracegate.flow.history.DeadLetters;
import dev.tracegate.flow.history.SegmentHistory;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.ingest.DatagramProcessor;
import dev.tracegate.ingest.RootReader;
import dev.tracegate.ingest.tcp.TcpListener;
import dev.tracegate.ingest.udp.BindFailure;
import dev.tracegate.ingest.udp.UdpReceiver;
import dev.tracegate.sampling.head.DecisionLog;
import dev.tracegate.takeover.HandOver;
import dev.tracegate.takeover.Instance;
import dev.tracegate.telemetry.events.DatagramLog;
import dev.tracegate.telemetry.events.DispatchLog;
import dev.tracegate.telemetry.events.ObserverFailureLog;
import dev.tracegate.telemetry.logging.Logging;
import dev.tracegate.telemetry.metrics.Metrics;
import dev.tracegate.telemetry.summary.SummaryFormat;
import dev.tracegate.telemetry.summary.SummaryReporter;
import dev.tracegate.tenant.Registry;
import dev.tracegate.tenant.TenantDirectory;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.text.HostPort;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The composition root: creates every collaborator. Start order: upstream, data plane (UDP), TCP, admin. Drain order: UDP when no datagrams arrive,
 * accepted segments, TCP, spool, upstream, the last summary, admin. If a successor takes over, TCP and admin are first.
 */
final class Gateway {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    /** How often the counts of suppressed warnings are logged. */
    private static final long FLUSH_MILLIS = Duration.ofSeconds(10).toMillis();

    /** Bodies of calls in flight are copies of their documents and may take an eighth of the budget, in addition to it. */
    private static final int IN_FLIGHT_OF_BUDGET = 8;
    /** Time for sampling calls in flight when a successor takes over. */
    private static final Duration LAST_CALLS = Duration.ofSeconds(5);

    private final Settings settings;
    private final Vertx vertx;
    private final Instance instance;
    private final Dispatcher dispatcher;
    private final DataPlane dataPlane;
    private final TcpListener tcp;
    private final AdminServer admin;
    private final Upstream upstream;
    private final TenantDirectory tenants;
    private final IdentityService identities;
    private final DiskSpool spool;
    private final SegmentLedger ledger;
    private final RemovedTenants removedTenants;
    private final SummaryReporter summary;
    private final DispatchLog dispatchLog;
    private final DatagramLog intakeLog;
    private int tcpPort;

    Gateway(Settings settings, Vertx vertx, Instance instance, Upstream upstream, TenantDirectory tenants,
            IdentityService identities, Metrics metrics, Logging logging, InstantSource clock, LongSupplier nanoClock,
            RandomGenerator random,
            AdminAuthorization access, ByteBudget callerBytes) {
        this.settings = settings;
        this.vertx = vertx;
        this.instance = instance;
        this.upstream = upstream;
        this.tenants = tenants;
        this.identities = identities;
        var upload = settings.upload();
        this.ledger = new SegmentLedger();
        var budget = new SegmentBudget(settings.memory().bufferBytes());
        var deadLetters = new DeadLetters(Sizes.DEAD_LETTERS, Sizes.deadLetterBytes(settings), clock);
        var fates = Optional.of(settings.history().bytes())
                .filter(bytes -> bytes > 0)
                .map(bytes -> new SegmentHistory(bytes, nanoClock, clock, random.nextLong()));
        var observerFailures = new ObserverFailureLog();
        var flow = new Flow(new BatchLimits(upload.batchSegments(), upload.batchBytes(), upload.linger().toNanos()),
                budget, ledger, this::queueConfig,
                FlowListener.all(observerFailures,
                        Stream.concat(Stream.of(deadLetters), fates.stream()).toArray(FlowListener[]::new)));
        this.spool = new DiskSpool(settings.spool(), tenants, ledger, clock, nanoClock);
        this.dispatchLog = new DispatchLog(settings.logging().batchLines(), nanoClock);
        this.intakeLog = new DatagramLog(nanoClock);
        this.dispatcher = new Dispatcher(flow, upstream.sink(), spool.overflow(),
                settings.spool().enabled() && settings.spool().keep() == Settings.Spool.Keep.SECOND,
                new RetryPolicy(upload.concurrency(), budget.limit() / IN_FLIGHT_OF_BUDGET, random),
                new VertxTimers(vertx), nanoClock,
                new EventPublisher(List.of(metrics.uploads(), dispatchLog), observerFailures));
        this.removedTenants = new RemovedTenants(tenants, ledger, dispatcher);
        var watch = settings.sampling().clients() ? new ClientWatch(nanoClock) : null;
        var intake = new DatagramProcessor(identities.tenants(), flow, ledger, nanoClock, intakeLog,
                new DecisionLog(clock, nanoClock), watch == null ? RootReader.none() : watch.roots(),
                settings.identity().holdBytes());
        var receiver = new UdpReceiver(intake, dispatcher, nanoClock);
        var audit = new Audit(ledger::unbalanced);
        this.dataPlane = new DataPlane(receiver, intake, dispatcher, audit, Sizes.sockets(settings), instance::sharing,
                nanoClock, loop -> {
                    identities.start(loop, dispatcher);
                    spool.start(loop, dispatcher);
                    vertx.setPeriodic(RemovedTenants.EVERY_MILLIS, timer -> removedTenants.release());
                    if (watch != null) {
                        vertx.setPeriodic(ClientWatch.TICK_MILLIS, timer -> watch.tick());
                    }
                });
        var forbidden = new LongAdder();
        var capacity = new CallerCapacity(settings, callerBytes);
        this.tcp = new TcpListener(watch == null ? upstream.api() : watch.observe(upstream.api(), dataPlane),
                upstream.calls(), upstream.callers(identities.callers()),
                capacity.tcp(), nanoClock, forbidden::increment);
        var metricsView = new MetricsView(ledger, budget, intake, receiver, upstream, spool, forbidden, audit,
                dispatcher,
                instance::lostWithPredecessor);
        metrics.bind(metricsView);
        if (watch != null) {
            metrics.bindSampling(watch);
        }
        // not a lambda: linking one would load Caffeine even without caches
        for (var cache : upstream.caches().entrySet()) {
            metrics.bindCache(cache.getKey(), cache.getValue());
        }
        this.summary = new SummaryReporter(metricsView, summaryFormat(settings), logging, clock, nanoClock);
        var views = new AdminViews(Checks.of(dispatcher, upstream, spool),
                format -> vertx.executeBlocking(() -> metrics.scrape(format)), dataPlane,
                ledger::reading, deadLetters, fates, identities.senders(upstream::credentials));
        this.admin = new AdminServer(vertx, OperationTable.of(views), access, capacity.admin(), nanoClock,
                settings.listen().runtimeFile());
    }

    /** Completes when everything is bound; fails with a {@link StartFailure}, which has a message for the operator. */
    Future<Void> start() {
        return instance.requestTakeover()
                .compose(may -> vertx.deployVerticle(dataPlane)
                        .recover(failure -> StartFailure.of(unbound(failure))))
                .onSuccess(bound -> logSocket())
                .compose(bound -> startTcp())
                .compose(bound -> instance.confirmBound(spool))
                .compose(alone -> startAdmin())
                .onSuccess(bound -> startTimers())
                .mapEmpty();
    }

    /**
     * Replaces the tenants while the gateway runs. Accepted segments of removed tenants are sent with their last settings; queued segments of changed
     * tenants are sent with the new ones.
     *
     * @return the difference, for the log; fails if nothing was changed
     */
    Future<String> replaceTenants(Registry next) {
        return dataPlane.replaceTenants(next.ports(), () -> {
            var changes = tenants.replace(next);
            identities.reconfigure();
            dispatcher.reconfigure(changes.changedIds());
            removedTenants.begin();
            return changes.toString();
        })
                .recover(failure -> failure instanceof BindFailure
                        ? Future.failedFuture(new IllegalStateException(unbound(failure), failure))
                        : Future.failedFuture(failure));
    }

    /** Stops in order, within the configured deadline; completes with the counts of undelivered segments. */
    Future<DataPlane.Drained> drain() {
        return instance.withdraw().transform(alone -> drain(settings.drain().quiet(), () -> {}));
    }

    /**
     * Stops after a successor has bound the addresses: like {@link #drain}, but without waiting for further datagrams.
     *
     * @param gone called when this process's sockets are closed
     */
    Future<DataPlane.Drained> handOver(Runnable gone) {
        tcp.finish(LAST_CALLS);
        return admin.stop().transform(stopped -> drain(Duration.ZERO, gone));
    }

    /** Lets a successor take over, as soon as this process is the only one with the addresses. */
    void serve(Consumer<Runnable> leave) {
        instance.serve(new HandOver.Owner() {
            @Override
            public void share(boolean on) {
                dataPlane.share(on);
            }

            @Override
            public void leave(Runnable gone) {
                leave.accept(gone);
            }

            @Override
            public Optional<Path> spoolFolder() {
                return spool.folder();
            }

            @Override
            public Future<Boolean> handOverSpool() {
                return spool.handOver();
            }
        });
    }

    private Future<DataPlane.Drained> drain(Duration quiet, Runnable closed) {
        return dataPlane.drain(quiet, settings.drain().deadline(), closed)
                .onSuccess(new DrainReport(ledger)::log)
                .compose(drained -> tcp.close()
                        .eventually(spool::close)
                        .eventually(upstream::stop)
                        .eventually(this::lastSummary)
                        .eventually(admin::stop)
                        .transform(
                                end -> Future.succeededFuture(drained)));
    }

    private String unbound(Throwable failure) {
        return "listen udp " + udpAddress(failure) + ": bind: " + reason(failure);
    }

    private HostPort udpAddress(Throwable failure) {
        var udp = settings.listen().udp();
        return failure instanceof BindFailure unbound ? new HostPort(udp.host(), unbound.port()) : udp;
    }

    private void logSocket() {
        identities.logStart(upstream::hostWarnings);
        var bound = dataPlane.bound();
        LOG.info("UDP receive buffer: {} bytes{}", bound.bufferBytes(),
                bound.epoll() ? "" : " (without epoll: one datagram per system call)");
        if (bound.bufferBytes() < UdpReceiver.SMALL_BUFFER_BYTES) {
            LOG.warn(
                    "The UDP receive buffer is smaller than 1 MiB, and a burst can overflow it: run `sysctl -w net.core.rmem_max={}` on the host, or give the gateway CAP_NET_ADMIN",
                    Sizes.receiveBuffer(settings));
        }
    }

    /** Binds the TCP port. If that fails, segments are still received, as in the daemon; an embedded X-Ray, which needs the port, does not start. */
    private Future<Integer> startTcp() {
        var address = settings.listen().tcp();
        return tcp.bind(vertx, address.host(), address.port(), instance.sharing())
                .onSuccess(port -> {
                    LOG.info("Starting proxy http server on {}", new HostPort(address.host(), port));
                    tcpPort = port;
                })
                .recover(failure -> {
                    var line = "proxy http server failed to listen: listen tcp " + address + ": bind: "
                            + reason(failure);
                    if (settings.mode().value() == Settings.Mode.EMBEDDED) {
                        return StartFailure.of(line);
                    }
                    LOG.error(line);
                    return Future.succeededFuture(-1);
                });
    }

    private Future<AdminStart> startAdmin() {
        var address = settings.listen().admin();
        return admin.start(address.host(), address.port())
                .recover(failure -> StartFailure.of("listen.admin " + address + ": bind: " + reason(failure)))
                .compose(start -> switch (start) {
                    case AdminStart.Refused(var message) -> StartFailure.<AdminStart>of(message);
                    case AdminStart.Bound bound -> {
                        LOG.info("Health and metrics on http://{}", new HostPort(bound.host(), bound.port()));
                        yield Future.succeededFuture(start);
                    }
                });
    }

    private void startTimers() {
        upstream.started(ledger);
        vertx.setPeriodic(settings.logging().summaryEvery().toMillis(), timer -> summary.report());
        vertx.setPeriodic(FLUSH_MILLIS, timer -> {
            dispatchLog.flush();
            intakeLog.flush();
        });
    }

    private Future<Void> lastSummary() {
        dispatchLog.flush();
        intakeLog.flush();
        summary.report();
        return Future.succeededFuture();
    }

    private QueueConfig queueConfig(TenantId id) {
        return tenants.find(id)
                .map(tenant -> new QueueConfig(upstream.destination(tenant), tenant.limits().weight(),
                        tenant.limits().queueBytes()))
                .orElse(QueueConfig.OPEN);
    }

    private static SummaryFormat summaryFormat(Settings settings) {
        return switch (settings.logging().summary()) {
            case TEXT -> SummaryFormat.TEXT;
            case JSON -> SummaryFormat.JSON;
            case EMF -> SummaryFormat.EMF;
        };
    }

    private static String reason(Throwable failure) {
        var message = String.valueOf(failure.getMessage());
        return message.contains("Address already in use") ? "address already in use" : message;
    }

    /** Log lines about the next steps of a user after the start; empty in AWS mode. */
    List<String> firstSteps() {
        return upstream.firstSteps(InetSocketAddress.createUnresolved(settings.listen().tcp().host(), tcpPort));
    }
}
