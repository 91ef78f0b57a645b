package dev.tracegate.admin.read;

import dev.tracegate.admin.http.AdminRequest;
import dev.tracegate.admin.http.AdminResponse;
import dev.tracegate.admin.http.OperationHandler;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** {@code GET /health/ready}: status 200 if every check passes, else 503; with the reason of each check that has one. */
public record GetReadinessHandler(List<ReadinessCheck> checks) implements OperationHandler {

    public GetReadinessHandler {
        checks = List.copyOf(checks);
    }

    @Override
    public Future<AdminResponse> handle(AdminRequest request) {
        var results = new JsonArray();
        boolean ready = true;
        for (var check : checks) {
            var problem = problem(check);
            ready &= problem.isEmpty();
            var result = new JsonObject().put("name", check.name()).put("ok", problem.isEmpty());
            problem.or(() -> note(check)).ifPresent(reason -> result.put("reason", reason));
            results.add(result);
        }
        var body = new JsonObject().put("status", ready ? "ready" : "not_ready").put("checks", results);
        return Future.succeededFuture(AdminResponse.json(ready ? 200 : 503, body));
    }

    private static Optional<String> note(ReadinessCheck check) {
        try {
            return check.note();
        } catch (RuntimeException e) {
            return Optional.of("the check itself failed: " + e);
        }
    }

    /** A check that throws has failed; the others still run. */
    private static Optional<String> problem(ReadinessCheck check) {
        try {
            return check.problem();
        } catch (RuntimeException e) {
            return Optional.of("the check itself failed: " + e);
        }
    }
}
