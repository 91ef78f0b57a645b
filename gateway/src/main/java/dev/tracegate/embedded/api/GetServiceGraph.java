package dev.tracegate.embedded.api;

import dev.tracegate.embedded.graph.GraphJson;
import dev.tracegate.embedded.graph.ServiceGraph;
import dev.tracegate.embedded.store.TraceReader;
import dev.tracegate.embedded.store.Window;
import io.vertx.core.json.JsonObject;

/** The graph of all traces last received within a window. X-Ray allows 6 hours; here any window will do. */
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
        var window = Traces.window(input, Window.By.RECEIVED);
        Traces.refuseToken(input);
        if (!GetGroup.known(input)) {
            throw ApiError.invalidRequest("Group not found.");
        }
        var graph = new ServiceGraph();
        reader.scan(window, null, trace -> {
            graph.add(Traces.assemble(trace));
            return true;
        });
        return GraphJson.ofWindow(graph).put("ContainsOldGroupVersions", false).putNull("NextToken");
    }
}
