package dev.tracegate.embedded.graph;

import dev.tracegate.embedded.model.Node;
import dev.tracegate.embedded.model.Trace;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Statistics of selected services or edges in consecutive periods. A trace belongs to the period in which its last document was received.
 * For one thread at a time.
 */
public final class TimeSeries {

    /** The services or edges whose statistics are added. */
    public sealed interface Selection {

        /** Services, with the statistics of their own segments. */
        record Services(Predicate<Node> node) implements Selection {}

        /** Edges, with the statistics that the callers saw. */
        record Edges(Predicate<Node> from, Predicate<Node> to) implements Selection {}

        /** The edges from clients: all requests from outside. */
        static Selection clientRequests() {
            return new Edges(node -> Node.CLIENT.equals(node.type()), node -> true);
        }
    }

    private final Selection selection;
    private final int period;
    /** By the end of the period in epoch seconds, the newest first, as in X-Ray. */
    private final TreeMap<Long, ServiceGraph> graphs = new TreeMap<>((one, other) -> Long.compare(other, one));

    /** @param period length of a period in seconds */
    public TimeSeries(Selection selection, int period) {
        this.selection = selection;
        this.period = period;
    }

    /** Adds a trace if the end of its period is in {@code [from, to)}. Both are epoch seconds. */
    public void add(Trace trace, double from, double to) {
        long end = Math.floorDiv((long) trace.lastReceived(), period) * period + period;
        if (end >= from && end < to) {
            graphs.computeIfAbsent(end, each -> new ServiceGraph()).add(trace);
        }
    }

    /** The wire format of GetTimeSeriesServiceStatistics. Omits periods without requests. */
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

    private JsonObject entry(long end, SummaryStatistics sum) {
        boolean services = selection instanceof Selection.Services;
        return new JsonObject().put("Timestamp", (double) end)
                .put("EdgeSummaryStatistics", services ? null : sum.json())
                .put("ServiceSummaryStatistics", services ? sum.json() : null)
                .put("ServiceForecastStatistics", new JsonObject())
                .put("ResponseTimeHistogram", sum.responseTimes().json());
    }

    private SummaryStatistics sum(ServiceGraph graph) {
        var sum = new SummaryStatistics();
        graph.services().forEach((node, service) -> {
            switch (selection) {
                case Selection.Services(var chosen) when chosen.test(node) -> sum.add(service.statistics());
                case Selection.Services ignored -> {
                }
                case Selection.Edges(var from, var to) when from.test(node) ->
                    service.edges().forEach((target, edge) -> {
                        if (to.test(target)) {
                            sum.add(edge.statistics());
                        }
                    });
                case Selection.Edges ignored -> {
                }
            }
        });
        return sum;
    }
}
