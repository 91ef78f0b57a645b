package dev.tracegate.admin.read;

import dev.tracegate.admin.http.AdminRequest;
import dev.tracegate.admin.http.AdminResponse;
import dev.tracegate.admin.http.Problem;
import dev.tracegate.flow.history.DeadLetter;
import dev.tracegate.flow.history.DeadLetters;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The segments that X-Ray refused for good, the youngest first: of all tenants or of one, so many. */
public record DeadLettersPage(DeadLetters letters, LoopReader loop) {
    private static final int MOST = 1_000;
    private static final int STANDARD = 100;

    public Future<AdminResponse> page(AdminRequest question) {
        var tenant = Optional.ofNullable(question.query().get("tenant"));
        var limit = question.query().getOrDefault("limit", Integer.toString(STANDARD));
        return question.misnamed(Set.of("tenant", "limit"))
                .or(() -> limitProblem(limit))
                .map(problem -> Future.succeededFuture(problem.json()))
                .orElseGet(() -> loop.read(() -> json(tenant, Integer.parseInt(limit)))
                        .map(body -> AdminResponse.json(200, body)));
    }

    private static Optional<Problem> limitProblem(String limit) {
        boolean fine = limit.matches("[1-9][0-9]{0,3}") && Integer.parseInt(limit) <= MOST;
        return fine
                ? Optional.empty()
                : Optional.of(Problem.bad("limit must be 1 to " + MOST + ", was " + Problem.quoted(limit) + "."));
    }

    private JsonObject json(Optional<String> tenant, int limit) {
        List<DeadLetter> wanted = letters.youngest(
                letter -> tenant.isEmpty() || tenant.get().equals(letter.tenant().value()), limit);
        var array = new JsonArray();
        wanted.forEach(letter -> array.add(json(letter)));
        return new JsonObject().put("deadLetters", array).put("kept", letters.size()).put("dropped", letters.dropped());
    }

    private static JsonObject json(DeadLetter letter) {
        return new JsonObject().put("time", letter.time().truncatedTo(ChronoUnit.MILLIS).toString())
                .put("tenant", letter.tenant().value())
                .put("traceId", letter.traceId())
                .put("segmentId", letter.segmentId())
                .put("code", letter.code())
                .put("message", letter.message())
                .put("requestId", letter.requestId())
                .put("bytes", letter.bytes());
    }
}
