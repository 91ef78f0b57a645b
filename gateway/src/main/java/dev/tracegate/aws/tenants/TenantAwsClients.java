package dev.tracegate.aws.tenants;

import com.github.benmanes.caffeine.cache.Cache;
import dev.tracegate.aws.credentials.CallRateLimiter;
import dev.tracegate.aws.credentials.Credentials;
import dev.tracegate.aws.credentials.RoleCredentials;
import dev.tracegate.aws.http.SdkCalls;
import dev.tracegate.aws.relay.SharedFallbackStore;
import dev.tracegate.aws.settings.AwsSetupException;
import dev.tracegate.aws.settings.Clocks;
import dev.tracegate.dispatch.SegmentSink;
import dev.tracegate.dispatch.Timers;
import dev.tracegate.ingest.tcp.ApiHandler;
import dev.tracegate.ingest.tcp.ApiReply;
import dev.tracegate.tenant.Registry;
import dev.tracegate.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The AWS clients of a gateway with tenants: the client cache, the threads for STS calls, and the eviction timer. */
public final class TenantAwsClients {
    // STS takes some 100 ms a call; more threads than the pace needs only hang together when it does
    private static final int WORKERS = 4;
    private static final Duration LONGEST_JOB = Duration.ofMinutes(1);
    // of the 600 calls a second that an account has for all its hosts
    private static final Duration PACE = Duration.ofMillis(20);
    private static final int AT_ONCE = 50;
    private static final Duration SWEEP = Duration.ofMinutes(1);

    private final Vertx vertx;
    private final WorkerExecutor worker;
    private final RoleCredentials roles;
    private final TenantClientCache clients;
    private final SegmentSink sink;
    private final SharedFallbackStore answers;
    private final long evictionTimer;

    /**
     * @param own what roles are assumed with
     * @param given with a random generator that any thread may use
     */
    private TenantAwsClients(Vertx vertx, TenantClientFactory factory, Credentials own, String region, Clocks given) {
        this.vertx = vertx;
        this.worker = vertx.createSharedWorkerExecutor("tracegate-roles", WORKERS, LONGEST_JOB.toSeconds(),
                TimeUnit.SECONDS);
        var pace = new CallRateLimiter(PACE, AT_ONCE, timers(vertx), given.nanoClock(), given.random());
        this.roles = new RoleCredentials(vertx, worker, new SdkCalls(region, factory.env(), factory.transport()), own,
                pace,
                given);
        this.clients = new TenantClientCache(factory.settings().tenants(), factory, roles, own, region,
                OwnCluster.find(factory.env()), given);
        this.sink = new TenantSink(clients);
        this.answers = factory.answers();
        this.evictionTimer = vertx.setPeriodic(SWEEP.toMillis(), timer -> clients.sweep());
    }

    /** @throws AwsSetupException where a tenant could never send */
    public static TenantAwsClients open(Vertx vertx, TenantClientFactory factory, Credentials own, String region,
            Clocks given) {
        var edge = new TenantAwsClients(vertx, factory, own, region, given);
        try {
            edge.check(factory.settings().tenants().current());
            return edge;
        } catch (AwsSetupException never) {
            edge.stop();
            throw never;
        }
    }

    /** @throws AwsSetupException where one of these tenants could never send */
    public void check(Registry tenants) {
        clients.check(tenants);
    }

    public static Timers timers(Vertx vertx) {
        return (nanos, task) -> {
            long timer = vertx.setTimer(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999)), due -> task.run());
            return () -> vertx.cancelTimer(timer);
        };
    }

    public TenantClientCache clients() {
        return clients;
    }

    /** The caches by the name in their meters. */
    public Map<String, Cache<?, ?>> caches() {
        var caches = new HashMap<>(clients.caches());
        caches.put("sampling_answers", answers.cache());
        return caches;
    }

    public SegmentSink sink() {
        return sink;
    }

    /** Relays sampling calls with the tenant's credentials; a tenant without credentials gets an error that says so. */
    public ApiHandler relay(TenantId tenant) {
        return call -> clients.of(tenant)
                .map(client -> client.relay().answer(call))
                .orElseGet(() -> Future.succeededFuture(new ApiReply(403,
                        HttpHeaders.headers().set(HttpHeaders.CONTENT_TYPE, "application/json"),
                        Buffer.buffer("{\"message\":\"no tenant\"}"))));
    }

    public Future<Void> stop() {
        vertx.cancelTimer(evictionTimer);
        roles.close();
        return worker.close();
    }
}
