package dev.tracegate.admin.read;

import dev.tracegate.admin.http.AdminResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Whether the gateway is ready: 200 if every check is content, else 503; each check with its reason. */
public record Readiness(List<ReadinessCheck> checks) {

    public Readiness {
        checks = List.copyOf(checks);
    }

    public AdminResponse page() {
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
        return AdminResponse.json(ready ? 200 : 503, body);
    }

    private static Optional<String> note(ReadinessCheck check) {
        try {
            return check.note();
        } catch (RuntimeException e) {
            return Optional.of("the check itself failed: " + e);
        }
    }

    /** A check that breaks is not content; the others are still asked. */
    private static Optional<String> problem(ReadinessCheck check) {
        try {
            return check.problem();
        } catch (RuntimeException e) {
            return Optional.of("the check itself failed: " + e);
        }
    }
}
