package dev.tracegate.embedded.api;

import dev.tracegate.embedded.graph.TraceDocuments;
import dev.tracegate.embedded.store.StoredTrace;
import dev.tracegate.embedded.store.TraceReader;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;

/** Returns whole traces by id. An unknown id is not an error: the reply omits it. */
final class BatchGetTraces implements Operation {
    /** X-Ray's maximum of trace ids in a call. */
    private static final int MAX_IDS = 5;

    private final TraceReader reader;

    BatchGetTraces(TraceReader reader) {
        this.reader = reader;
    }

    @Override
    public Uses uses() {
        return Uses.READER;
    }

    @Override
    public JsonObject answer(Input input) {
        var ids = TraceQueries.ids(input);
        TraceQueries.refuseToken(input);
        check(ids);
        var traces = new JsonArray();
        for (var id : ids) {
            reader.find(id).map(BatchGetTraces::json).ifPresent(traces::add);
        }
        return new JsonObject().put("Traces", traces)
                .put("UnprocessedTraceIds", new JsonArray())
                .putNull("NextToken");
    }

    private static void check(List<String> ids) {
        if (ids.size() > MAX_IDS) {
            throw ApiError.invalidRequest("Exceeding maximum query size: " + MAX_IDS);
        }
        if (new HashSet<>(ids).size() < ids.size()) {
            throw ApiError.invalidRequest("Containing duplicate trace ids");
        }
        for (var id : ids) {
            if (!TraceQueries.isId(id)) {
                throw ApiError.invalidRequest("Invalid trace id " + id + ": incorrect id format");
            }
        }
    }

    private static JsonObject json(StoredTrace stored) {
        var trace = TraceQueries.assemble(stored);
        var segments = new JsonArray();
        for (var document : TraceDocuments.of(trace)) {
            segments.add(new JsonObject().put("Id", document.id()).put("Document", document.text()));
        }
        var duration = TraceDocuments.duration(trace);
        return new JsonObject().put("Id", trace.id())
                .put("Duration", duration.isPresent() ? duration.getAsDouble() : null)
                .put("LimitExceeded", stored.limitExceeded())
                .put("Segments", segments);
    }
}
