package dev.tracegate.admin.read;

import dev.tracegate.admin.http.AdminRequest;
import dev.tracegate.admin.http.AdminResponse;
import dev.tracegate.admin.http.Problem;
import dev.tracegate.flow.history.Fate;
import dev.tracegate.flow.history.SegmentHistory;
import dev.tracegate.flow.history.TraceFates;
import dev.tracegate.segment.TraceId;
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

/** What became of a trace's segments, as far as that is remembered. */
public record FatePage(Optional<SegmentHistory> fates, LoopReader loop) {
    /** Segments in one answer: some 150 kB. A trace of more is rare, and its last segments are those that are missed. */
    private static final int MOST = 500;

    public Future<AdminResponse> page(AdminRequest question) {
        var trace = TraceId.parse(question.inPath());
        var problem = question.misnamed(Set.of()).map(some -> Problem.bad("No query is read here."));
        if (problem.isEmpty() && trace.isEmpty()) {
            problem = Optional.of(Problem.bad("No trace id: " + Problem.quoted(question.inPath())
                    + ". It is written 1-65a1b2c3-0123456789abcdef01234567, or as these 32 hex digits alone."));
        } else if (problem.isEmpty() && fates.isEmpty()) {
            problem = Optional
                    .of(Problem.notFound("Nothing is remembered of any segment: history.bytes is 0B. Set it to"
                            + " 8MiB, for 87,000 segments, and ask again about traces received after the restart."));
        }
        return problem.map(some -> Future.succeededFuture(some.json())).orElseGet(() -> page(trace.orElseThrow()));
    }

    private Future<AdminResponse> page(TraceId trace) {
        return loop.readInSteps(() -> fates.orElseThrow().search(trace, MOST)).map(told -> {
            if (told.segments().isEmpty()) {
                return Problem.notFound("No segment of " + trace + " has been received since " + text(told.since())
                        + "; what came before is not remembered (history.bytes).").json();
            }
            return AdminResponse.json(200, json(trace, told));
        });
    }

    private static JsonObject json(TraceId trace, TraceFates told) {
        var segments = new JsonArray();
        told.segments().forEach(fate -> segments.add(json(fate)));
        return new JsonObject().put("traceId", trace.toString())
                .put("completeSince", text(told.since()))
                .put("seen", told.seen())
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
                .put("requestId", text(fate.requestId()));
    }

    private static @Nullable String text(@Nullable UUID requestId) {
        return requestId == null ? null : requestId.toString();
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static @Nullable String text(@Nullable InetSocketAddress source) {
        if (source == null) {
            return null;
        }
        var host = source.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + source.getPort();
    }
}
