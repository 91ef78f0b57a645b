package dev.tracegate.embedded.graph;

import dev.tracegate.embedded.model.Node;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A graph as X-Ray's API words it. */
public final class GraphJson {
    private final ServiceGraph graph;
    /** Whether nodes and edges say when: the graph of a window does, that of a trace does not. */
    private final boolean timed;
    private final Map<Node, Integer> references = new HashMap<>();

    private GraphJson(ServiceGraph graph, boolean timed) {
        this.graph = graph;
        this.timed = timed;
        graph.services().keySet().forEach(node -> references.put(node, references.size()));
    }

    /** The services of a trace's graph. */
    public static JsonArray ofTrace(ServiceGraph graph) {
        return new GraphJson(graph, false).services();
    }

    /** The members of a window's graph: its services, and the time that what they show spans. */
    public static JsonObject ofWindow(ServiceGraph graph) {
        var times = new Service();
        for (var service : graph.services().values()) {
            times.touchedBy(service.firstRoot());
            times.touchedBy(service.lastRoot());
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
                .put("SummaryStatistics", client ? null : service.observations().json())
                .put("DurationHistogram", client ? null : durations(service))
                .put("ResponseTimeHistogram", client ? null : service.observations().responseTimes().json());
    }

    /** A node known only from its callers takes as long as they see. */
    private static JsonArray durations(Service service) {
        return (service.observed() ? service.durations() : service.observations().responseTimes()).json();
    }

    private JsonArray edges(Service source) {
        List<JsonObject> edges = new ArrayList<>();
        source.edges().forEach((target, edge) -> {
            var json = new JsonObject().put("ReferenceId", references.get(target));
            times(json, source, timed);
            edges.add(json.put("SummaryStatistics", edge.observations().json())
                    .put("ResponseTimeHistogram", edge.observations().responseTimes().json())
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

    /** Whole seconds, as X-Ray: from the first root's start to the last one's and a second. */
    private static void times(JsonObject json, Service service) {
        json.put("StartTime", Math.floor(service.firstRoot())).put("EndTime", Math.floor(service.lastRoot()) + 1);
    }
}
