package dev.tracegate.aws;

import dev.tracegate.dispatch.SegmentSink;
import dev.tracegate.dispatch.Timers;
import dev.tracegate.ingest.ApiHandler;
import dev.tracegate.ingest.ApiReply;
import dev.tracegate.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What the edge has where tenants are configured: their lanes, the threads STS is asked on, and the broom. */
final class TenantEdge {
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
    private final TenantLanes lanes;
    private final SegmentSink sink;
    private final long broom;

    /**
     * @param own what roles are assumed with
     * @param given its dice safe from any thread
     */
    private TenantEdge(Vertx vertx, LaneMaker maker, Credentials own, String region, TimeAndChance given) {
        this.vertx = vertx;
        this.worker = vertx.createSharedWorkerExecutor("tracegate-roles", WORKERS, LONGEST_JOB.toSeconds(),
                TimeUnit.SECONDS);
        var pace = new CallPace(PACE, AT_ONCE, timers(vertx), given.nanoClock(), given.random());
        this.roles = new RoleCredentials(vertx, worker, new SdkCalls(region, maker.env(), maker.transport()), own, pace,
                given);
        this.lanes = new TenantLanes(maker.settings().tenants(), maker, roles, own, region,
                OwnCluster.find(maker.env()), given);
        this.sink = new TenantSink(lanes);
        this.broom = vertx.setPeriodic(SWEEP.toMillis(), timer -> lanes.sweep());
    }

    /** @throws AwsSetupException where a tenant could never send */
    static TenantEdge open(Vertx vertx, LaneMaker maker, Credentials own, String region, TimeAndChance given) {
        var edge = new TenantEdge(vertx, maker, own, region, given);
        try {
            edge.lanes.check();
            return edge;
        } catch (AwsSetupException never) {
            edge.stop();
            throw never;
        }
    }

    static Timers timers(Vertx vertx) {
        return (nanos, task) -> {
            long timer = vertx.setTimer(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999)), due -> task.run());
            return () -> vertx.cancelTimer(timer);
        };
    }

    TenantLanes lanes() {
        return lanes;
    }

    SegmentSink sink() {
        return sink;
    }

    /** Relays sampling calls with the tenant's credentials; to who is none it says so. */
    ApiHandler relay(TenantId tenant) {
        return call -> lanes.of(tenant)
                .map(lane -> lane.relay().answer(call))
                .orElseGet(() -> Future.succeededFuture(new ApiReply(403,
                        HttpHeaders.headers().set(HttpHeaders.CONTENT_TYPE, "application/json"),
                        Buffer.buffer("{\"message\":\"no tenant\"}"))));
    }

    Future<Void> stop() {
        vertx.cancelTimer(broom);
        roles.close();
        return worker.close();
    }
}
