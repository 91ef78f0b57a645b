package dev.tracegate.embedded.filter;

import dev.tracegate.embedded.model.Entity;
import dev.tracegate.embedded.model.Trace;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A parsed filter expression, which matches traces. Immutable; equal to a filter with the same terms in the same order. For any thread. */
public sealed interface Filter {

    /**
     * Parses an expression of at most 16,384 characters and 100 terms. An empty expression is {@link All}.
     *
     * @throws InvalidFilter if the syntax is invalid, a bound is exceeded, or the embedded X-Ray does not support a keyword
     */
    static Filter parse(String expression) throws InvalidFilter {
        return new Parser(expression).parse();
    }

    /** Whether the trace matches. */
    default boolean matches(Trace trace) {
        return matches(trace, entity -> true);
    }

    /**
     * Whether the trace matches if {@code service} and {@code edge} consider only some of its entities. A search with time range type Service passes
     * those that ended in the window.
     *
     * @param visible the entities to consider
     */
    default boolean matches(Trace trace, Predicate<Entity> visible) {
        return new FilterEvaluator(trace, visible).matches(this);
    }

    /** Number of conditions to evaluate for a trace; at most {@link Parser#MAX_TERMS} for a parsed filter. */
    default int terms() {
        return switch (this) {
            case All all -> 0;
            case And(var parts) -> parts.stream().mapToInt(Filter::terms).sum();
            case Or(var parts) -> parts.stream().mapToInt(Filter::terms).sum();
            case Not(var negated) -> negated.terms();
            case Present present -> 1;
            case Comparison comparison -> 1;
            case ServiceFilter(var node, var inner) -> 1 + (inner == null ? 0 : inner.terms());
            case EdgeFilter(var from, var to, var inner) -> 1 + (inner == null ? 0 : inner.terms());
            case RootCauseFilter(var parts, var inner) -> 1 + inner.terms();
        };
    }

    /** The expression in its canonical form, which parses to an equal filter. */
    default String text() {
        return Printer.print(this);
    }

    /** Matches every trace. */
    record All() implements Filter {}

    /**
     * Matches if all parts match.
     *
     * @param parts at least two
     */
    record And(List<Filter> parts) implements Filter {
        public And {
            parts = List.copyOf(parts);
        }
    }

    /**
     * Matches if a part matches.
     *
     * @param parts at least two
     */
    record Or(List<Filter> parts) implements Filter {
        public Or {
            parts = List.copyOf(parts);
        }
    }

    /** Matches if the negated filter does not. */
    record Not(Filter negated) implements Filter {}

    /** A field without an operator: matches if a boolean is true, or if another field has a value. */
    record Present(Field field) implements Filter {}

    /** Matches if a value of the field compares as stated. A value of another type never matches. */
    record Comparison(Field field, Operator operator, Value value) implements Filter {}

    /**
     * Matches if a selected node has a segment (or a call to it) for which the inner filter matches.
     *
     * @param inner null if there are no braces
     */
    record ServiceFilter(Selector node, @Nullable Filter inner) implements Filter {}

    /**
     * Matches if an edge between selected nodes has a call for which the inner filter matches.
     *
     * @param inner null if there are no braces
     */
    record EdgeFilter(Selector from, Selector to, @Nullable Filter inner) implements Filter {}

    /** Matches if a root cause of the trace has such a part for which the inner filter matches. */
    record RootCauseFilter(CauseScope parts, Filter inner) implements Filter {}
}
