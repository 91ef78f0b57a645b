package dev.tracegate.admin.read;

import dev.tracegate.admin.http.AdminRequest;
import dev.tracegate.admin.http.AdminResponse;
import dev.tracegate.admin.http.OperationHandler;
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

/**
 * {@code GET /v1/dead-letters}: the segments that X-Ray refused for good, newest first. {@code ?tenant=} selects those of a tenant,
 * {@code ?limit=} is their maximum number.
 *
 * @param loop the event loop that writes {@code letters}
 */
public record ListDeadLettersHandler(DeadLetters letters, LoopReader loop) implements OperationHandler {
    /** The most that are kept: about 300 kB of JSON. */
    private static final int MOST = 1_000;
    private static final int DEFAULT_LIMIT = 100;

    @Override
    public Future<AdminResponse> handle(AdminRequest request) {
        var tenant = Optional.ofNullable(request.query().get("tenant"));
        var limit = request.query().getOrDefault("limit", Integer.toString(DEFAULT_LIMIT));
        return request.unknownQueryName(Set.of("tenant", "limit"))
                .or(() -> limitProblem(limit))
                .map(problem -> Future.<AdminResponse>succeededFuture(problem))
                .orElseGet(() -> loop.read(() -> json(tenant, Integer.parseInt(limit)))
                        .map(body -> AdminResponse.json(200, body)));
    }

    private static Optional<Problem> limitProblem(String limit) {
        boolean valid = limit.matches("[1-9][0-9]{0,3}") && Integer.parseInt(limit) <= MOST;
        return valid
                ? Optional.empty()
                : Optional
                        .of(Problem.badRequest("limit must be 1 to " + MOST + ", was " + Problem.quoted(limit) + "."));
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
