package dev.tracegate.embedded.api;

import dev.tracegate.embedded.graph.GraphJson;
import dev.tracegate.embedded.graph.ServiceGraph;
import dev.tracegate.embedded.store.TraceReader;
import io.vertx.core.json.JsonObject;

/** Returns the service graph of one trace. */
final class GetTraceGraph implements Operation {
    private final TraceReader reader;

    GetTraceGraph(TraceReader reader) {
        this.reader = reader;
    }

    @Override
    public Uses uses() {
        return Uses.READER;
    }

    @Override
    public JsonObject answer(Input input) {
        var stored = reader.find(singleId(input)).orElseThrow(() -> ApiError.invalidRequest("Trace id not found"));
        var graph = new ServiceGraph();
        graph.add(TraceQueries.assemble(stored));
        return new JsonObject().put("Services", GraphJson.ofTrace(graph)).putNull("NextToken");
    }

    private static String singleId(Input input) {
        var ids = TraceQueries.ids(input);
        TraceQueries.refuseToken(input);
        if (ids.isEmpty()) {
            throw ApiError.invalidRequest("Zero trace ids provided");
        }
        if (ids.size() > 1) {
            throw ApiError.invalidRequest("Currently only one trace Id is supported");
        }
        if (!TraceQueries.isId(ids.getFirst())) {
            throw ApiError.invalidRequest("Invalid traceId. ErrorCode: InvalidId");
        }
        return ids.getFirst();
    }
}
