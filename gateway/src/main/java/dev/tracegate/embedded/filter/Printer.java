package dev.tracegate.embedded.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a filter as an expression that parses to an equal filter. */
final class Printer {
    private Printer() {}

    static String print(Filter filter) {
        return switch (filter) {
            case Filter.All all -> "";
            case Filter.And(var parts) -> join(parts, " AND ");
            case Filter.Or(var parts) -> join(parts, " OR ");
            case Filter.Not(var negated) -> "!" + operand(negated);
            case Filter.Present(var field) -> field.text();
            case Filter.Comparison(var field, var operator, var value) ->
                field.text() + " " + operator.text() + " " + print(value);
            case Filter.ServiceFilter(var node, var inner) ->
                "service(" + (node.equals(Selector.ANY) ? "" : print(node)) + ")" + braces(inner);
            case Filter.EdgeFilter(var from, var to, var inner) ->
                "edge(" + print(from) + ", " + print(to) + ")" + braces(inner);
            case Filter.RootCauseFilter(var parts, var inner) -> parts.text() + braces(inner);
        };
    }

    private static String join(List<Filter> parts, String separator) {
        return parts.stream().map(Printer::operand).collect(Collectors.joining(separator));
    }

    private static String operand(Filter filter) {
        return filter instanceof Filter.And || filter instanceof Filter.Or
                ? "(" + print(filter) + ")"
                : print(filter);
    }

    private static String braces(@Nullable Filter inner) {
        return inner == null ? "" : " { " + print(inner) + " }";
    }

    private static String print(Value value) {
        return value instanceof Value.Text(var text) ? quote(text) : value.raw().toString();
    }

    private static String print(Selector selector) {
        var parts = new ArrayList<String>();
        add(parts, "name", selector.name());
        add(parts, "type", selector.type());
        add(parts, "account.id", selector.account());
        return "id(" + String.join(", ", parts) + ")";
    }

    private static void add(List<String> parts, String key, @Nullable String value) {
        if (value != null) {
            parts.add(key + ": " + quote(value));
        }
    }

    private static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
