package dev.tracegate.embedded.api;

import dev.tracegate.embedded.graph.TraceDocuments;
import dev.tracegate.embedded.store.StoredTrace;
import dev.tracegate.embedded.store.TraceReader;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;

/** Whole traces by id. An unknown id is no error: its trace is just not among those answered. */
final class BatchGetTraces implements Operation {
    /** X-Ray's maximum for a call. */
    private static final int LIMIT = 5;

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
        var ids = Traces.ids(input);
        Traces.refuseToken(input);
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
        if (ids.size() > LIMIT) {
            throw ApiError.invalidRequest("Exceeding maximum query size: " + LIMIT);
        }
        if (new HashSet<>(ids).size() < ids.size()) {
            throw ApiError.invalidRequest("Containing duplicate trace ids");
        }
        for (var id : ids) {
            if (!Traces.isId(id)) {
                throw ApiError.invalidRequest("Invalid trace id " + id + ": incorrect id format");
            }
        }
    }

    private static JsonObject json(StoredTrace stored) {
        var trace = Traces.assemble(stored);
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
