package dev.tracegate.embedded.api;

import dev.tracegate.embedded.graph.GraphJson;
import dev.tracegate.embedded.graph.ServiceGraph;
import dev.tracegate.embedded.store.TraceReader;
import dev.tracegate.embedded.store.Window;
import io.vertx.core.json.JsonObject;

/** Returns the graph of all traces that were last received in a time window. X-Ray limits the window to 6 hours, the embedded X-Ray does not. */
final class GetServiceGraph implements Operation {
    private final TraceReader reader;

    GetServiceGraph(TraceReader reader) {
        this.reader = reader;
    }

    @Override
    public Uses uses() {
        return Uses.READER;
    }

    @Override
    public JsonObject answer(Input input) {
        var window = TraceQueries.window(input, Window.By.RECEIVED);
        TraceQueries.refuseToken(input);
        if (!GetGroup.exists(input)) {
            throw ApiError.invalidRequest("Group not found.");
        }
        var graph = new ServiceGraph();
        reader.scan(window, null, trace -> {
            graph.add(TraceQueries.assemble(trace));
            return true;
        });
        return GraphJson.ofWindow(graph).put("ContainsOldGroupVersions", false).putNull("NextToken");
    }
}
