package dev.tracegate.embedded.filter;

import dev.tracegate.embedded.model.Entity;
import dev.tracegate.embedded.model.Trace;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A filter expression: which traces to show. Immutable; equal when it says the same in the same order. */
public sealed interface Filter {

    /**
     * Reads an expression; an empty one is {@link All}.
     *
     * @throws InvalidFilter where X-Ray would refuse it, too
     */
    static Filter parse(String expression) throws InvalidFilter {
        return new Parser(expression).parse();
    }

    /** Whether the trace is one to show. */
    default boolean matches(Trace trace) {
        return matches(trace, entity -> true);
    }

    /**
     * Whether the trace is one to show, where {@code service} and {@code edge} see only some of its entities: with the time range type Service
     * those that ended within the window.
     */
    default boolean matches(Trace trace, Predicate<Entity> seen) {
        return new Evaluation(trace, seen).holds(this);
    }

    /** How many conditions there are to ask of a trace, at most {@link Parser#MAX_TERMS} where it was parsed. */
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

    /** @param parts at least two */
    record And(List<Filter> parts) implements Filter {
        public And {
            parts = List.copyOf(parts);
        }
    }

    /** @param parts at least two */
    record Or(List<Filter> parts) implements Filter {
        public Or {
            parts = List.copyOf(parts);
        }
    }

    record Not(Filter negated) implements Filter {}

    /** A bare keyword: true for a boolean one, else present. */
    record Present(Field field) implements Filter {}

    record Comparison(Field field, Operator operator, Value value) implements Filter {}

    /**
     * Some node that is selected has an entity for which the inner filter holds.
     *
     * @param inner null for none
     */
    record ServiceFilter(Selector node, @Nullable Filter inner) implements Filter {}

    /**
     * Some connection between selected nodes has a call for which the inner filter holds, as its caller saw it.
     *
     * @param inner null for none
     */
    record EdgeFilter(Selector from, Selector to, @Nullable Filter inner) implements Filter {}

    /** Some root cause of the trace has such a part for which the inner filter holds. */
    record RootCauseFilter(CauseScope parts, Filter inner) implements Filter {}
}
