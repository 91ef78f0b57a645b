package dev.tracegate.admin.read;

import dev.tracegate.admin.http.AdminRequest;
import dev.tracegate.admin.http.AdminResponse;
import dev.tracegate.admin.http.OperationHandler;
import dev.tracegate.admin.http.Problem;
import dev.tracegate.flow.history.Fate;
import dev.tracegate.flow.history.SegmentHistory;
import dev.tracegate.flow.history.TraceFates;
import dev.tracegate.segment.TraceId;
import dev.tracegate.text.HostPort;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/traces/{traceId}/fate}: the state of each segment of a trace that the history still has.
 *
 * @param fates empty if the history is off
 * @param loop the event loop that writes {@code fates}
 */
public record GetTraceFateHandler(Optional<SegmentHistory> fates, LoopReader loop) implements OperationHandler {
    /** Segments in one response: about 150 kB. Few traces have more; of those the newest segments are listed. */
    private static final int MOST = 500;

    @Override
    public Future<AdminResponse> handle(AdminRequest request) {
        var id = request.pathParameter("traceId");
        var trace = TraceId.parse(id);
        var problem = request.unknownQueryName(Set.of())
                .map(unknown -> Problem.badRequest("This operation has no query parameters."));
        if (problem.isEmpty() && trace.isEmpty()) {
            problem = Optional.of(Problem.badRequest("Not a trace id: " + Problem.quoted(id)
                    + ". Write it as 1-65a1b2c3-0123456789abcdef01234567, or as its 32 hex digits only."));
        } else if (problem.isEmpty() && fates.isEmpty()) {
            problem = Optional
                    .of(Problem.notFound("The history of segments is off, because history.bytes is 0B. Set it to"
                            + " 8MiB, for 87,000 segments; after the restart it has the traces received from then on."));
        }
        return problem.map(found -> Future.<AdminResponse>succeededFuture(found))
                .orElseGet(() -> search(trace.orElseThrow()));
    }

    private Future<AdminResponse> search(TraceId trace) {
        return loop.readInSteps(() -> fates.orElseThrow().search(trace, MOST)).map(found -> {
            if (found.segments().isEmpty()) {
                return Problem.notFound("No segment of " + trace + " has been received since " + text(found.since())
                        + "; the history does not go back further (history.bytes).");
            }
            return AdminResponse.json(200, json(trace, found));
        });
    }

    private static JsonObject json(TraceId trace, TraceFates found) {
        var segments = new JsonArray();
        found.segments().forEach(fate -> segments.add(json(fate)));
        return new JsonObject().put("traceId", trace.toString())
                .put("completeSince", text(found.since()))
                .put("seen", found.seen())
                .put("segments", segments);
    }

    private static JsonObject json(Fate fate) {
        return new JsonObject().put("segmentId", fate.segmentId())
                .put("tenant", fate.tenant().value())
                .put("source", text(fate.source()))
                .put("bytes", fate.bytes())
                .put("received", text(fate.received()))
                .put("state", fate.state().label())
                .put("changed", text(fate.changed()))
                .put("reason", fate.reason())
                .put("requestId", text(fate.requestId()))
                .put("decision", fate.decision());
    }

    private static @Nullable String text(@Nullable UUID requestId) {
        return requestId == null ? null : requestId.toString();
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static @Nullable String text(@Nullable InetSocketAddress source) {
        return source == null ? null : HostPort.of(source).toString();
    }
}
