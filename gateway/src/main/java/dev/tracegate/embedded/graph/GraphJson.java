package dev.tracegate.embedded.graph;

import dev.tracegate.embedded.model.Node;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes a service graph in the wire format of GetServiceGraph and GetTraceGraph. */
public final class GraphJson {
    private final ServiceGraph graph;
    /** Whether nodes and edges have start and end times: in the graph of a time window, not in that of a trace. */
    private final boolean timed;
    private final Map<Node, Integer> references = new HashMap<>();

    private GraphJson(ServiceGraph graph, boolean timed) {
        this.graph = graph;
        this.timed = timed;
        graph.services().keySet().forEach(node -> references.put(node, references.size()));
    }

    /** The member {@code Services} for the graph of one trace. */
    public static JsonArray ofTrace(ServiceGraph graph) {
        return new GraphJson(graph, false).services();
    }

    /** The reply for the graph of a time window: its services, and the times that its traces span. */
    public static JsonObject ofWindow(ServiceGraph graph) {
        var times = new Service();
        for (var service : graph.services().values()) {
            times.includeRootStart(service.firstRoot());
            times.includeRootStart(service.lastRoot());
        }
        var answer = new JsonObject();
        if (graph.services().isEmpty()) {
            answer.putNull("StartTime").putNull("EndTime");
        } else {
            times(answer, times);
        }
        return answer.put("Services", new GraphJson(graph, true).services());
    }

    private JsonArray services() {
        var services = new JsonArray();
        graph.services().forEach((node, service) -> services.add(service(node, service)));
        return services;
    }

    private JsonObject service(Node node, Service service) {
        var client = Node.CLIENT.equals(node.type());
        var json = new JsonObject().put("ReferenceId", references.get(node))
                .put("Name", node.name())
                .put("Names", new JsonArray().add(node.name()))
                .put("Root", service.root() ? Boolean.TRUE : null)
                .putNull("AccountId")
                .put("Type", node.type())
                .put("State", service.observed() ? "active" : "unknown");
        times(json, service, timed);
        return json.put("Edges", edges(service))
                .put("SummaryStatistics", client ? null : service.statistics().json())
                .put("DurationHistogram", client ? null : durations(service))
                .put("ResponseTimeHistogram", client ? null : service.statistics().responseTimes().json());
    }

    /** A node without own segments has the response times that its callers saw. */
    private static JsonArray durations(Service service) {
        return (service.observed() ? service.durations() : service.statistics().responseTimes()).json();
    }

    private JsonArray edges(Service source) {
        List<JsonObject> edges = new ArrayList<>();
        source.edges().forEach((target, edge) -> {
            var json = new JsonObject().put("ReferenceId", references.get(target));
            times(json, source, timed);
            edges.add(json.put("SummaryStatistics", edge.statistics().json())
                    .put("ResponseTimeHistogram", edge.statistics().responseTimes().json())
                    .put("Aliases", aliases(edge))
                    .putNull("EdgeType")
                    .put("ReceivedEventAgeHistogram", new JsonArray()));
        });
        return new JsonArray(edges);
    }

    private static JsonArray aliases(Edge edge) {
        var aliases = new JsonArray();
        for (var alias : edge.aliases()) {
            aliases.add(new JsonObject().put("Name", alias.name())
                    .put("Names", new JsonArray().add(alias.name()))
                    .put("Type", alias.type()));
        }
        return aliases;
    }

    private static void times(JsonObject json, Service service, boolean timed) {
        if (timed) {
            times(json, service);
        } else {
            json.putNull("StartTime").putNull("EndTime");
        }
    }

    /** Whole seconds, as in X-Ray: from the start of the first root to one second after the start of the last. */
    private static void times(JsonObject json, Service service) {
        json.put("StartTime", Math.floor(service.firstRoot())).put("EndTime", Math.floor(service.lastRoot()) + 1);
    }
}
