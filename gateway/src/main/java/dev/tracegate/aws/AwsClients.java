package dev.tracegate.aws;

import com.github.benmanes.caffeine.cache.Cache;
import dev.tracegate.aws.credentials.AssumedRole;
import dev.tracegate.aws.credentials.CallRateLimiter;
import dev.tracegate.aws.credentials.CredentialSource;
import dev.tracegate.aws.credentials.Credentials;
import dev.tracegate.aws.credentials.DefaultCredentialsChain;
import dev.tracegate.aws.credentials.RefreshingCredentials;
import dev.tracegate.aws.credentials.Sts;
import dev.tracegate.aws.ecs.EcsDescribeTasks;
import dev.tracegate.aws.http.SdkCalls;
import dev.tracegate.aws.http.Transport;
import dev.tracegate.aws.metadata.HostChecks;
import dev.tracegate.aws.metadata.HostIdentity;
import dev.tracegate.aws.metadata.InstanceMetadata;
import dev.tracegate.aws.relay.FallbackStore;
import dev.tracegate.aws.relay.RelayMeter;
import dev.tracegate.aws.relay.SamplingFallbackCache;
import dev.tracegate.aws.relay.SamplingRelay;
import dev.tracegate.aws.relay.SharedFallbackStore;
import dev.tracegate.aws.settings.AwsEnvironment;
import dev.tracegate.aws.settings.AwsSettings;
import dev.tracegate.aws.settings.AwsSetupException;
import dev.tracegate.aws.settings.Clocks;
import dev.tracegate.aws.settings.UserAgent;
import dev.tracegate.aws.settings.XRayEndpoint;
import dev.tracegate.aws.signing.RequestSigner;
import dev.tracegate.aws.signing.SigningClock;
import dev.tracegate.aws.tenants.TenantAwsClients;
import dev.tracegate.aws.tenants.TenantClientFactory;
import dev.tracegate.aws.xray.ConnectionErrors;
import dev.tracegate.aws.xray.ErrorClassifier;
import dev.tracegate.aws.xray.TelemetryCounts;
import dev.tracegate.aws.xray.TelemetryRecords;
import dev.tracegate.aws.xray.XRayCalls;
import dev.tracegate.aws.xray.XRaySink;
import dev.tracegate.budget.ByteBudget;
import dev.tracegate.dispatch.SegmentSink;
import dev.tracegate.http.ReplyBound;
import dev.tracegate.identity.ecs.EcsTasks;
import dev.tracegate.ingest.tcp.ApiHandler;
import dev.tracegate.tenant.CredentialState;
import dev.tracegate.tenant.Registry;
import dev.tracegate.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Everything the gateway needs of AWS: finds the Region, then the endpoint, then credentials, and builds on them the segment sink, the
 * sampling relay, the ECS client and the telemetry records. Open it with {@link #open}; close it with {@link #stop} after the last batch.
 * Any thread.
 */
public final class AwsClients {
    // the SDK for Java gives up at 2 s; 500 ms remain for the network between it and the gateway
    private static final Duration RELAY_LIMIT = Duration.ofMillis(1500);
    // one thread for credentials, one for metadata calls at start and ECS calls later
    private static final int WORKERS = 2;
    private static final Duration LONGEST_JOB = Duration.ofMinutes(1);

    private final Vertx vertx;
    private final WorkerExecutor worker;
    private final AwsSettings settings;
    private final AwsEnvironment env;
    private final Clocks clocks;
    private final String region;
    private final URI endpoint;
    private final Transport transport;
    private final Credentials credentials;
    private final XRayCalls calls;
    private final ConnectionErrors errors = new ConnectionErrors();
    private final SegmentSink sink;
    private final ApiHandler relay;
    private final @Nullable TenantAwsClients tenants;
    private final EcsDescribeTasks ecs;
    private volatile Future<TelemetryRecords> telemetry = Future.failedFuture("telemetry records were not started");

    private AwsClients(Vertx vertx, WorkerExecutor worker, AwsSettings settings, AwsEnvironment env, Clocks clocks,
            RelayMeter meter, ByteBudget replies) {
        this.vertx = vertx;
        this.worker = worker;
        this.settings = settings;
        this.env = env;
        this.clocks = clocks.withSynchronizedRandom();
        this.region = new RegionSearch(settings.region(), settings.localMode(), env).find();
        this.endpoint = XRayEndpoint.resolve(settings.endpoint(), env, region);
        this.transport = Transport.open(vertx, settings, env, replies);
        this.credentials = new RefreshingCredentials(vertx, worker, source(), this.clocks.clock(),
                this.clocks.random());
        var clock = new SigningClock(clocks.clock());
        var signer = new RequestSigner(endpoint, region, clock, UserAgent.of(settings.version(), env));
        this.calls = new XRayCalls(endpoint, transport, credentials, signer, clock, clocks.nanoClock());
        this.relay = new SamplingRelay(calls, transport.calls(),
                new SamplingFallbackCache(region, FallbackStore.single()), meter, RELAY_LIMIT);
        this.tenants = settings.tenants().current().isSingle() ? null : tenants(clock, meter);
        this.ecs = new EcsDescribeTasks(worker, new SdkCalls(region, env, transport), credentials,
                new CallRateLimiter(EcsDescribeTasks.CALL_INTERVAL, 1, TenantAwsClients.timers(vertx),
                        this.clocks.nanoClock(),
                        this.clocks.random()),
                this.clocks.nanoClock(), settings.tenants().current().usesTaskRoles());
        this.sink = tenants == null
                ? new XRaySink(calls, transport.uploads(), errors, clocks.clock(), settings.requestTimeout())
                : tenants.sink();
    }

    private TenantAwsClients tenants(SigningClock clock, RelayMeter meter) {
        var factory = new TenantClientFactory(settings, env, transport, clock, clocks, errors, meter, RELAY_LIMIT,
                new SharedFallbackStore(clocks.nanoClock()));
        return TenantAwsClients.open(vertx, factory, credentials, region, clocks);
    }

    /**
     * Looks up the Region and the endpoint, and starts the first fetch of credentials without waiting for it.
     *
     * @param env the environment variables
     * @param replies the bytes that all replies under way may take together
     * @return fails with {@link AwsSetupException} if the gateway cannot run with these settings, for example without a Region
     */
    public static Future<AwsClients> open(Vertx vertx, AwsSettings settings, Map<String, String> env, Clocks clocks,
            RelayMeter meter, ByteBudget replies) {
        var worker = vertx.createSharedWorkerExecutor("tracegate-aws", WORKERS, LONGEST_JOB.toSeconds(),
                TimeUnit.SECONDS);
        return worker
                .executeBlocking(
                        () -> new AwsClients(vertx, worker, settings, new AwsEnvironment(env), clocks, meter, replies),
                        false)
                .map(clients -> Objects.requireNonNull(clients))
                .onSuccess(AwsClients::credentialState)
                .onFailure(error -> worker.close());
    }

    /**
     * Checks tenants that are to replace the current ones.
     *
     * @throws AwsSetupException if one of them could never send
     */
    public void check(Registry next) {
        if (tenants != null) {
            tenants.check(next);
        }
    }

    public String region() {
        return region;
    }

    /** X-Ray's base URL. */
    public URI endpoint() {
        return endpoint;
    }

    public SegmentSink sink() {
        return sink;
    }

    /** Relays the SDKs' sampling calls with the tenant's credentials, or with the process's own if no tenants are configured. */
    public ApiHandler relay(TenantId tenant) {
        return tenants == null ? relay : tenants.relay(tenant);
    }

    /** The ECS API, called with the process's own credentials. The client is created at the first call. */
    public EcsTasks ecs() {
        return ecs;
    }

    /**
     * The last known state of a tenant's credentials, for operators. Starts no fetch; before the tenant's first batch the state is missing.
     */
    public CredentialState credentialState(TenantId tenant) {
        return tenants == null ? credentials.state() : tenants.clients().credentialState(tenant);
    }

    /** Whether calls can be signed. Starts a fetch if one is due, so that a gateway without traffic stays ready. */
    public CredentialState credentialState() {
        return credentials.state();
    }

    /** The caches by the name in their meters; none in a gateway without tenants. */
    public Map<String, Cache<?, ?>> caches() {
        var caches = new TreeMap<String, Cache<?, ?>>();
        if (tenants != null) {
            caches.putAll(tenants.caches());
        }
        var taskRoles = ecs.roleCache();
        if (taskRoles != null) {
            caches.put("task_roles", taskRoles);
        }
        return caches;
    }

    /**
     * Warnings for the operator about settings of this instance that let its tasks reach each other's credentials. Calls the metadata
     * service, except in local mode.
     */
    public Future<List<String>> hostWarnings() {
        var metadata = settings.localMode() ? null : InstanceMetadata.in(env);
        return worker.executeBlocking(() -> new HostChecks(metadata).warnings(), false)
                .map(warnings -> Objects.requireNonNull(warnings));
    }

    /** Starts the telemetry records. Call it once. */
    public void reportTelemetry(TelemetryCounts.Source counts) {
        telemetry = worker.executeBlocking(() -> HostIdentity.find(env, settings.localMode()), false)
                .map(host -> new TelemetryRecords(vertx, this::putTelemetry, counts, errors, clocks.clock(),
                        Objects.requireNonNull(host), settings.resourceArn()))
                .onSuccess(TelemetryRecords::start);
    }

    private Future<Void> putTelemetry(JsonObject body, Duration limit) {
        return calls
                .post(transport.calls(), "/TelemetryRecords", calls.timestamp(), body::toBuffer, limit,
                        ReplyBound.PUT_TELEMETRY,
                        reply -> reply.status() == 200
                                ? Future.<Void>succeededFuture()
                                : Future.<Void>failedFuture(ErrorClassifier.read(reply, clocks.clock()).code()))
                .compose(accepted -> accepted);
    }

    /** Sends the last telemetry record, then closes connections and threads. Call it after the last batch has ended. */
    public Future<Void> stop() {
        return telemetry.compose(TelemetryRecords::stop, none -> Future.succeededFuture())
                .eventually(() -> tenants == null ? Future.<Void>succeededFuture() : tenants.stop())
                .onComplete(end -> ecs.close())
                .eventually(transport::close)
                .eventually(worker::close);
    }

    private CredentialSource source() {
        var sts = new Sts(region, env, transport);
        var own = new DefaultCredentialsChain(env, sts, clocks.clock());
        return settings.roleArn() == null ? own : new AssumedRole(settings.roleArn(), own, sts);
    }
}
