package dev.tracegate.embedded.graph;

import dev.tracegate.embedded.model.Node;
import dev.tracegate.embedded.model.Trace;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What was seen of chosen services or connections in each period of time, by when the traces were last received. */
public final class TimeSeries {

    /** Whose numbers are added up. */
    public sealed interface Choice {

        /** Nodes by their own segments. */
        record Services(Predicate<Node> node) implements Choice {}

        /** Connections by what their callers saw. */
        record Edges(Predicate<Node> from, Predicate<Node> to) implements Choice {}

        /** What comes in from outside: the connections of clients. */
        static Choice requests() {
            return new Edges(node -> Node.CLIENT.equals(node.type()), node -> true);
        }
    }

    private final Choice choice;
    private final int period;
    /** By the period's end, epoch seconds; the newest first, as X-Ray lists them. */
    private final TreeMap<Long, ServiceGraph> graphs = new TreeMap<>((one, other) -> Long.compare(other, one));

    /** @param period seconds */
    public TimeSeries(Choice choice, int period) {
        this.choice = choice;
        this.period = period;
    }

    /** Adds a trace, where the end of its period is not before the one time and before the other. */
    public void add(Trace trace, double from, double to) {
        long end = Math.floorDiv((long) trace.lastReceived(), period) * period + period;
        if (end >= from && end < to) {
            graphs.computeIfAbsent(end, each -> new ServiceGraph()).add(trace);
        }
    }

    /** A period in which nothing was seen is left out. */
    public JsonArray json() {
        var entries = new JsonArray();
        graphs.forEach((end, graph) -> {
            var sum = sum(graph);
            if (!sum.isEmpty()) {
                entries.add(entry(end, sum));
            }
        });
        return entries;
    }

    private JsonObject entry(long end, Observations sum) {
        boolean services = choice instanceof Choice.Services;
        return new JsonObject().put("Timestamp", (double) end)
                .put("EdgeSummaryStatistics", services ? null : sum.json())
                .put("ServiceSummaryStatistics", services ? sum.json() : null)
                .put("ServiceForecastStatistics", new JsonObject())
                .put("ResponseTimeHistogram", sum.responseTimes().json());
    }

    private Observations sum(ServiceGraph graph) {
        var sum = new Observations();
        graph.services().forEach((node, service) -> {
            switch (choice) {
                case Choice.Services(var chosen) when chosen.test(node) -> sum.add(service.observations());
                case Choice.Services ignored -> {
                }
                case Choice.Edges(var from, var to) when from.test(node) -> service.edges().forEach((target, edge) -> {
                    if (to.test(target)) {
                        sum.add(edge.observations());
                    }
                });
                case Choice.Edges ignored -> {
                }
            }
        });
        return sum;
    }
}
