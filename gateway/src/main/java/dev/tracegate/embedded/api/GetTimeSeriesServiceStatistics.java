package dev.tracegate.embedded.api;

import dev.tracegate.embedded.filter.Filter;
import dev.tracegate.embedded.filter.InvalidFilter;
import dev.tracegate.embedded.filter.Selector;
import dev.tracegate.embedded.graph.TimeSeries;
import dev.tracegate.embedded.graph.TimeSeries.Choice;
import dev.tracegate.embedded.model.Node;
import dev.tracegate.embedded.store.TraceReader;
import dev.tracegate.embedded.store.Window;
import io.vertx.core.json.JsonObject;
import java.util.function.Predicate;

/** Requests, errors and response times minute by minute (or each five): of a service, of a connection, or of all that comes in. */
final class GetTimeSeriesServiceStatistics implements Operation {
    private static final int MINUTE = 60;
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
        var asked = Traces.window(input, Window.By.RECEIVED);
        if (!GetGroup.known(input)) {
            throw ApiError.invalidRequest("Group not found.");
        }
        int period = period(input);
        var series = new TimeSeries(choice(input), period);
        // a period that ends in the window began before it
        reader.scan(new Window(Window.By.RECEIVED, asked.from() - period, asked.to()), null, trace -> {
            series.add(Traces.assemble(trace), asked.from(), asked.to());
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

    private static Choice choice(Input input) {
        var expression = input.text("EntitySelectorExpression").orElse("");
        if (expression.isEmpty()) {
            return Choice.requests();
        }
        try {
            return switch (Filter.parse(expression)) {
                case Filter.ServiceFilter(var node, var inner) when inner == null -> new Choice.Services(nodes(node));
                case Filter.EdgeFilter(var from, var to, var inner) when inner == null ->
                    new Choice.Edges(nodes(from), nodes(to));
                default -> throw ApiError.invalidRequest(
                        "EntitySelectorExpression must be service(...) or edge(..., ...), without a filter in braces");
            };
        } catch (InvalidFilter e) {
            throw ApiError.invalidRequest(String.valueOf(e.getMessage()));
        }
    }

    /** Nodes of the one account there is have no account id, so that one asked for matches none. */
    private static Predicate<Node> nodes(Selector selector) {
        return node -> (selector.name() == null || selector.name().equals(node.name()))
                && (selector.type() == null || selector.type().equals(node.type())) && selector.account() == null;
    }
}
