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

/** What a mode puts behind the data plane: X-Ray, or the embedded X-Ray. */
public interface Upstream {

    SegmentSink sink();

    /** Where a tenant's segments go. */
    Destination destination(Tenant tenant);

    /**
     * Checks tenants that are to replace the current ones.
     *
     * @throws RuntimeException with a message for the operator, where one of them could never send
     */
    default void check(Registry tenants) {}

    /** Answers TCP :2000. */
    ApiHandler api();

    /** Which calls on TCP :2000 reach {@link #api}, and how large they may be. */
    CallPolicy calls();

    /** Log lines for a user who has just started the gateway: what to try next. {@code tcp} is the address of {@link #api}. */
    default List<String> firstSteps(InetSocketAddress tcp) {
        return List.of();
    }

    /** Resolves the tenant of a call on TCP :2000. In embedded mode every caller gets the same answer, so it is not resolved. */
    default CallerResolver callers(CallerResolver byAddress) {
        return CallerResolver.single();
    }

    /** The ECS API; null where there is no way to it. */
    default @Nullable EcsTasks ecs() {
        return null;
    }

    /** What about this host weakens the walls between tenants; lines for the operator. */
    default Future<List<String>> hostWarnings() {
        return Future.succeededFuture(List.of());
    }

    /** Caches by the name in their meters. */
    default Map<String, Cache<?, ?>> caches() {
        return Map.of();
    }

    /** The gateway's own; empty where none are needed. */
    default Optional<CredentialState> credentials() {
        return Optional.empty();
    }

    /** A tenant's; empty where none are needed. */
    default Optional<CredentialState> credentials(TenantId tenant) {
        return Optional.empty();
    }

    long samplingCalls(SamplingAnswer answer);

    List<ReadinessCheck> readiness();

    /** The data plane runs, and counts in these books. */
    default void started(SegmentLedger books) {}

    /** Ends what runs beside the data plane, once that has drained. */
    Future<Void> stop();
}
