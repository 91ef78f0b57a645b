package dev.tracegate.app.upstream;

import com.github.benmanes.caffeine.cache.Cache;
import dev.tracegate.admin.read.ReadinessCheck;
import dev.tracegate.dispatch.SegmentSink;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.identity.ecs.EcsTasks;
import dev.tracegate.ingest.source.CallerResolver;
import dev.tracegate.ingest.tcp.ApiHandler;
import dev.tracegate.ingest.tcp.CallPolicy;
import dev.tracegate.ingest.tcp.SamplingAnswer;
import dev.tracegate.tenant.CredentialState;
import dev.tracegate.tenant.Destination;
import dev.tracegate.tenant.Registry;
import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantId;
import io.vertx.core.Future;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The receiver of batches: X-Ray in AWS mode, or the embedded X-Ray. */
public interface Upstream {

    SegmentSink sink();

    /** The destination of a tenant's segments. */
    Destination destination(Tenant tenant);

    /**
     * Checks tenants that are to replace the current ones.
     *
     * @throws RuntimeException with a message for the operator, if one of them could never send
     */
    default void check(Registry tenants) {}

    /** Handles calls on TCP :2000. */
    ApiHandler api();

    /** The calls on TCP :2000 that are passed to {@link #api}, and their maximum size. */
    CallPolicy calls();

    /** Log lines about the next steps of a user after the start. {@code tcp} is the address of {@link #api}. */
    default List<String> firstSteps(InetSocketAddress tcp) {
        return List.of();
    }

    /** Resolves the tenant of a call on TCP :2000. In embedded mode every caller gets the same answer, so it is not resolved. */
    default CallerResolver callers(CallerResolver byAddress) {
        return CallerResolver.single();
    }

    /** The ECS API; null if the gateway cannot call it. */
    default @Nullable EcsTasks ecs() {
        return null;
    }

    /** Warnings for the operator about properties of this host that weaken the isolation of tenants. */
    default Future<List<String>> hostWarnings() {
        return Future.succeededFuture(List.of());
    }

    /** Caches by their name in the metrics. */
    default Map<String, Cache<?, ?>> caches() {
        return Map.of();
    }

    /** The gateway's own credentials; empty if none are needed. */
    default Optional<CredentialState> credentials() {
        return Optional.empty();
    }

    /** The credentials of a tenant; empty if none are needed. */
    default Optional<CredentialState> credentials(TenantId tenant) {
        return Optional.empty();
    }

    long samplingCalls(SamplingAnswer answer);

    List<ReadinessCheck> readiness();

    /** Called when the data plane runs. {@code ledger} has its counts. */
    default void started(SegmentLedger ledger) {}

    /** Stops after the data plane has drained. */
    Future<Void> stop();
}
