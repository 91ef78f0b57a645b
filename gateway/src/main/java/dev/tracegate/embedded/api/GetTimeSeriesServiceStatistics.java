package dev.tracegate.embedded.api;

import dev.tracegate.embedded.filter.Filter;
import dev.tracegate.embedded.filter.InvalidFilter;
import dev.tracegate.embedded.filter.Selector;
import dev.tracegate.embedded.graph.TimeSeries;
import dev.tracegate.embedded.graph.TimeSeries.Selection;
import dev.tracegate.embedded.model.Node;
import dev.tracegate.embedded.store.TraceReader;
import dev.tracegate.embedded.store.Window;
import io.vertx.core.json.JsonObject;
import java.util.function.Predicate;

/** Returns counts of requests and errors, and response times, for periods of 60 or 300 s: of services, of edges, or of all client requests. */
final class GetTimeSeriesServiceStatistics implements Operation {
    private static final int MINUTE = 60; // seconds
    private static final int FIVE_MINUTES = 300;

    private final TraceReader reader;

    GetTimeSeriesServiceStatistics(TraceReader reader) {
        this.reader = reader;
    }

    @Override
    public Uses uses() {
        return Uses.READER;
    }

    @Override
    public JsonObject answer(Input input) {
        var window = TraceQueries.window(input, Window.By.RECEIVED);
        if (!GetGroup.exists(input)) {
            throw ApiError.invalidRequest("Group not found.");
        }
        int period = period(input);
        var series = new TimeSeries(selection(input), period);
        // a period that ends in the window may begin before it
        reader.scan(new Window(Window.By.RECEIVED, window.from() - period, window.to()), null, trace -> {
            series.add(TraceQueries.assemble(trace), window.from(), window.to());
            return true;
        });
        return new JsonObject().put("TimeSeriesServiceStatistics", series.json())
                .put("ContainsOldGroupVersions", false)
                .putNull("NextToken");
    }

    private static int period(Input input) {
        int period = input.number("Period").map(Number::intValue).orElse(MINUTE);
        if (period != MINUTE && period != FIVE_MINUTES) {
            throw ApiError.invalidRequest("Time period must be one of [60, 300]");
        }
        return period;
    }

    private static Selection selection(Input input) {
        var expression = input.text("EntitySelectorExpression").orElse("");
        if (expression.isEmpty()) {
            return Selection.clientRequests();
        }
        try {
            return switch (Filter.parse(expression)) {
                case Filter.ServiceFilter(var node, var inner) when inner == null ->
                    new Selection.Services(nodes(node));
                case Filter.EdgeFilter(var from, var to, var inner) when inner == null ->
                    new Selection.Edges(nodes(from), nodes(to));
                default -> throw ApiError.invalidRequest(
                        "EntitySelectorExpression must be service(...) or edge(..., ...), without a filter in braces");
            };
        } catch (InvalidFilter e) {
            throw ApiError.invalidRequest(String.valueOf(e.getMessage()));
        }
    }

    /** Nodes in a graph have no account id, so a selector with an account id matches none. */
    private static Predicate<Node> nodes(Selector selector) {
        return node -> (selector.name() == null || selector.name().equals(node.name()))
                && (selector.type() == null || selector.type().equals(node.type())) && selector.account() == null;
    }
}
