package dev.tracegate.app;

import dev.tracegate.app.identities.IdentityService;
import dev.tracegate.app.identities.WorkloadResolverFactory;
import dev.tracegate.app.rules.SamplingRules;
import dev.tracegate.app.upstream.AwsUpstream;
import dev.tracegate.app.upstream.EmbeddedUpstream;
import dev.tracegate.app.upstream.SamplingAnswers;
import dev.tracegate.app.upstream.SamplingApi;
import dev.tracegate.app.upstream.Upstream;
import dev.tracegate.aws.AwsClients;
import dev.tracegate.aws.settings.AwsSettings;
import dev.tracegate.aws.settings.Clocks;
import dev.tracegate.budget.ByteBudget;
import dev.tracegate.cli.ExitCode;
import dev.tracegate.cli.StartFailure;
import dev.tracegate.config.Settings;
import dev.tracegate.config.load.LoadedSettings;
import dev.tracegate.crypto.NativeCrypto;
import dev.tracegate.embedded.EmbeddedXRay;
import dev.tracegate.embedded.store.StoreLimits;
import dev.tracegate.http.ThrottledTransport;
import dev.tracegate.takeover.Instance;
import dev.tracegate.telemetry.logging.LogFormat;
import dev.tracegate.telemetry.logging.LogLevel;
import dev.tracegate.telemetry.logging.LogSettings;
import dev.tracegate.telemetry.logging.Logging;
import dev.tracegate.telemetry.metrics.Metrics;
import dev.tracegate.tenant.Registry;
import dev.tracegate.tenant.TenantDirectory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of the gateway as a process: logging, event loops, the gateway, signals and the exit code. */
final class GatewayProcess {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayProcess.class);
    private static final int MIB = 1024 * 1024;
    /** How often the file of sampling rules is checked for changes; SDKs ask for targets every 10 s. */
    private static final long RULES_FILE_MILLIS = 5_000;
    /** How long a callback may block an event loop before Vert.x logs it. */
    private static final long BLOCKED_SECONDS = 2;
    /** Time in addition to the drain deadline for closing files and connections. */
    private static final long CLOSE_SECONDS = 3;

    private final Settings settings;
    private final Supplier<LoadedSettings> reload;
    private final Map<String, String> environment;
    private final Logging logging;
    private final Metrics metrics;
    private final Vertx vertx;
    /** The budget for data of callers and replies, in addition to segments. Clients and listeners reserve from it. */
    private final ByteBudget edge;
    private final AtomicBoolean ending = new AtomicBoolean();
    private @Nullable Instance instance;

    private GatewayProcess(Settings settings, Supplier<LoadedSettings> reload, Map<String, String> environment) {
        this.settings = settings;
        this.reload = reload;
        this.environment = environment;
        this.edge = new ByteBudget(Sizes.edgeBytes(settings));
        this.logging = Logging.start(logSettings(settings.logging()));
        this.metrics = new Metrics(logging);
        this.vertx = Vertx.builder()
                .with(options())
                .withTransport(ThrottledTransport.create())
                .withMetrics(metrics.vertxFactory())
                .build();
    }

    /**
     * Starts the gateway and returns; the process runs until a signal stops it.
     *
     * @param reload loads the settings again, as at the start; may block
     * @param notes log lines and warnings from loading the settings
     */
    static void start(Settings settings, Settings.Notes notes, Supplier<LoadedSettings> reload,
            Map<String, String> environment) {
        // use the JVM's resolver, which reads the container's hosts file and search domains like other programs
        System.setProperty("vertx.disableDnsResolver", "true");
        var run = new GatewayProcess(settings, reload, environment);
        run.log(notes);
        try {
            run.start(notes.namedFile() && !Terminal.attached());
        } catch (IllegalArgumentException | CompletionException | StartFailure refused) {
            run.failed(refused);
        }
    }

    /** @param reloads whether SIGHUP reloads the settings instead of stopping the gateway */
    private void start(boolean reloads) {
        Sizes.heapProblem(settings, Runtime.getRuntime().maxMemory()).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        long origin = System.nanoTime();
        LongSupplier nanoClock = () -> System.nanoTime() - origin;
        var access = AdminAccess.of(settings);
        var claimed = Instance.claim(vertx, settings.listen());
        instance = claimed;
        var clock = InstantSource.system();
        var tenants = new TenantDirectory(Registry.of(settings.tenants(), settings.sampling().keepRate()));
        upstream(tenants, clock, nanoClock).compose(upstream -> {
            var identities = new IdentityService(settings, tenants,
                    new WorkloadResolverFactory.Given(vertx, environment, upstream.ecs(), clock,
                            nanoClock, RandomGenerator.getDefault(), edge));
            var gateway = new Gateway(settings, vertx, claimed, upstream, tenants, identities, metrics, logging, clock,
                    nanoClock, RandomGenerator.getDefault(), access, edge.part(Sizes.callerBytes(settings)));
            StopSignals.handle(signal -> stop(gateway, signal), () -> exit(ExitCode.SECOND_SIGNAL));
            var started = gateway.start();
            if (reloads) {
                var reloading = new TenantReload(vertx, settings, reload, tenants, upstream, gateway::replaceTenants,
                        started,
                        ending::get);
                StopSignals.onHangup(reloading::begin);
            }
            return started.map(gateway);
        }).onFailure(this::failed).onSuccess(gateway -> {
            LOG.info("Ready");
            gateway.serve(gone -> end(() -> gateway.handOver(gone)));
            gateway.firstSteps().forEach(LOG::info);
        });
    }

    private Future<Upstream> upstream(TenantDirectory tenants, InstantSource clock, LongSupplier nanoClock) {
        return settings.mode().value() == Settings.Mode.AWS ? aws(tenants, clock, nanoClock) : embedded(tenants, clock);
    }

    private Future<Upstream> embedded(TenantDirectory tenants, InstantSource clock) {
        var embedded = settings.embedded();
        return rules(tenants, clock).compose(rules -> EmbeddedXRay
                .open(vertx, embedded.store(), new StoreLimits(embedded.retention(), embedded.maxBytes()),
                        rules.books(), settings.sampling().gateways(), clock, UUID::randomUUID)
                .onSuccess(xray -> LOG.info("Traces are kept in {}", xray.path()))
                .map(xray -> new EmbeddedUpstream(vertx, xray, rules)));
    }

    /** Opens the rule books, and looks for changes of their file while the gateway runs. */
    private Future<SamplingRules> rules(TenantDirectory tenants, InstantSource clock) {
        return vertx.executeBlocking(() -> SamplingRules.open(settings.sampling(),
                id -> tenants.current().tenants().stream().anyMatch(tenant -> tenant.id().value().equals(id)), clock))
                .map(Objects::requireNonNull)
                .onSuccess(rules -> {
                    if (settings.sampling().rulesFile() != null) {
                        vertx.setPeriodic(RULES_FILE_MILLIS, timer -> vertx.executeBlocking(() -> {
                            rules.refresh();
                            return rules;
                        }));
                    }
                });
    }

    private Future<Upstream> aws(TenantDirectory tenants, InstantSource clock, LongSupplier nanoClock) {
        var answers = new SamplingAnswers();
        var given = new Clocks(clock, nanoClock, RandomGenerator.getDefault());
        // in parallel: both take tens of milliseconds, mostly for class loading
        var crypto = vertx.executeBlocking(NativeCrypto::install, false).onSuccess(GatewayProcess::log);
        var aws = AwsClients.open(vertx, awsSettings(tenants), environment, given, answers, edge);
        return crypto.compose(installed -> aws).onSuccess(opened -> {
            LOG.info("Using region: {}", opened.region());
            LOG.info("HTTP Proxy server using X-Ray Endpoint : {}", opened.endpoint());
        })
                .compose(opened -> sampling(opened, answers, tenants, clock)
                        .map(api -> new AwsUpstream(vertx, opened, answers, api)));
    }

    /** Who answers sampling calls; nothing of the rule books is loaded where X-Ray answers alone. */
    private Future<SamplingApi> sampling(AwsClients aws, SamplingAnswers answers, TenantDirectory tenants,
            InstantSource clock) {
        var store = settings.sampling().store();
        var relays = settings.sampling().source() == Settings.Sampling.RuleSource.XRAY;
        if (relays && store != null) {
            vertx.executeBlocking(() -> {
                SamplingRules.recordRelay(store, clock);
                return store;
            });
        }
        return relays
                ? Future.succeededFuture(SamplingApi.relayed(aws))
                : rules(tenants, clock)
                        .map(rules -> SamplingApi.withRules(aws, answers, rules, settings.sampling(), clock));
    }

    private static void log(NativeCrypto crypto) {
        switch (crypto) {
            case NativeCrypto.Installed(var version) ->
                LOG.info("Crypto is native: AmazonCorrettoCryptoProvider {}", version);
            case NativeCrypto.Unavailable(var reason) -> LOG.warn(
                    "Native crypto is not available, so TLS and signatures take several times the CPU: {}", reason);
            case NativeCrypto.NotApplicable(var reason) -> LOG.info("Crypto is the JVM's: {}", reason);
        }
    }

    private void log(Settings.Notes notes) {
        LOG.info("Initializing Tracegate {}: {} mode ({}), profile {} ({})", Version.text(),
                lower(settings.mode().value()), settings.mode().reason(),
                lower(settings.profile().value()), settings.profile().reason());
        notes.lines().forEach(LOG::info);
        new LauncherNotes(System.getProperties()).log();
        notes.warnings().forEach(LOG::warn);
        LOG.info("Using buffer memory limit of {} MB", settings.memory().bufferBytes() / MIB);
    }

    private void stop(Gateway gateway, String signal) {
        LOG.info("Got shutdown signal: {}", signal);
        end(gateway::drain);
    }

    private void end(Supplier<Future<DataPlane.Drained>> drain) {
        if (!ending.compareAndSet(false, true)) {
            return;
        }
        drain.get()
                .timeout(settings.drain().deadline().toSeconds() + CLOSE_SECONDS, TimeUnit.SECONDS)
                .onFailure(late -> LOG.warn("Not everything could be closed in time: {}", late.toString()))
                // on another thread, because the event loops end before the process and could not complete this
                .onComplete(end -> Thread.ofPlatform().name("shutdown").start(this::finish));
    }

    private void finish() {
        vertx.close().onComplete(closed -> {
            release();
            LOG.info("Shutdown finished. Current epoch in nanoseconds: {}", System.currentTimeMillis() * 1_000_000);
            exit(ExitCode.OK);
        });
    }

    private void release() {
        if (instance != null) {
            instance.release();
        }
    }

    private void failed(Throwable failure) {
        LOG.error(failure.getMessage() == null ? failure.toString() : failure.getMessage());
        exit(ExitCode.CANNOT_START);
    }

    private void exit(int code) {
        if (code != ExitCode.SECOND_SIGNAL) {
            logging.close();
        }
        // halt instead of exit: there are no shutdown hooks, and exit could deadlock on a thread that a hook waits for
        Runtime.getRuntime().halt(code);
    }

    private VertxOptions options() {
        return new VertxOptions().setEventLoopPoolSize(Sizes.eventLoops(settings))
                .setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(2)
                .setMaxEventLoopExecuteTime(BLOCKED_SECONDS)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.SECONDS)
                .setMetricsOptions(metrics.vertxOptions())
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
    }

    private AwsSettings awsSettings(TenantDirectory tenants) {
        var aws = settings.aws();
        return new AwsSettings(aws.region(), aws.endpoint(), aws.roleArn(), aws.resourceArn(), aws.localMode(),
                aws.proxy(), aws.verifyTls(),
                settings.upload().concurrency(), settings.upload().requestTimeout(), Version.text(),
                tenants);
    }

    private static LogSettings logSettings(Settings.Logging logging) {
        var format = logging.format() == Settings.Logging.Format.JSON ? LogFormat.JSON : LogFormat.TEXT;
        return new LogSettings(LogLevel.of(logging.level()).orElse(LogLevel.INFO), format, logging.file(),
                logging.rotate());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(java.util.Locale.ROOT);
    }
}
