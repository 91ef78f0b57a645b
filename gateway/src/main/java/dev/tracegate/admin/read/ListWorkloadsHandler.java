package dev.tracegate.admin.read;

import dev.tracegate.admin.http.AdminRequest;
import dev.tracegate.admin.http.AdminResponse;
import dev.tracegate.admin.http.OperationHandler;
import dev.tracegate.tenant.CredentialState;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/workloads}: the known senders with their tasks and tenants.
 *
 * @param workloads called on the admin server's event loop; must not block
 */
public record ListWorkloadsHandler(Supplier<List<WorkloadView>> workloads) implements OperationHandler {

    @Override
    public Future<AdminResponse> handle(AdminRequest request) {
        var array = new JsonArray();
        workloads.get().stream().map(ListWorkloadsHandler::json).forEach(array::add);
        return Future.succeededFuture(AdminResponse.json(200, new JsonObject().put("workloads", array)));
    }

    private static JsonObject json(WorkloadView workload) {
        return new JsonObject().put("source", workload.source())
                .put("tenant", workload.tenant())
                .put("refused", workload.refused())
                .put("task", workload.task())
                .put("cluster", workload.cluster())
                .put("family", workload.family())
                .put("service", workload.service())
                .put("trust", workload.trust())
                .put("epoch", workload.epoch())
                .put("secondsSinceSeen", workload.unseen().toMillis() / 1e3)
                .put("credentials", json(workload.credentials()));
    }

    private static @Nullable JsonObject json(@Nullable CredentialState credentials) {
        return switch (credentials) {
            case null -> null;
            case CredentialState.Present present -> json("valid", present.expiry(), null);
            case CredentialState.Missing(var error) -> json("missing", null, error);
            case CredentialState.Denied(var error, var _) -> json("denied", null, error);
        };
    }

    private static JsonObject json(String state, @Nullable Instant expiry, @Nullable String problem) {
        return new JsonObject().put("state", state)
                .put("expires", expiry == null ? null : expiry.toString())
                .put("problem", problem);
    }
}
