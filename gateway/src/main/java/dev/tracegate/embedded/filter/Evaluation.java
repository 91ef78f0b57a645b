package dev.tracegate.embedded.filter;

import dev.tracegate.embedded.model.Entity;
import dev.tracegate.embedded.model.Trace;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Asks filters of one trace.
 *
 * @param seen which entities {@code service} and {@code edge} look at
 */
record Evaluation(Trace trace, Predicate<Entity> seen) {

    boolean holds(Filter filter) {
        return holds(filter, Scope.of(trace));
    }

    private boolean holds(Filter filter, Scope scope) {
        return switch (filter) {
            case Filter.All all -> true;
            case Filter.And(var parts) -> parts.stream().allMatch(part -> holds(part, scope));
            case Filter.Or(var parts) -> parts.stream().anyMatch(part -> holds(part, scope));
            case Filter.Not(var negated) -> !holds(negated, scope);
            case Filter.Present(var field) -> field.present(scope);
            case Filter.Comparison comparison -> holds(comparison, scope);
            case Filter.ServiceFilter service -> holds(service);
            case Filter.EdgeFilter edge -> holds(edge);
            case Filter.RootCauseFilter(var parts, var inner) -> parts.in(trace)
                    .map(part -> Scope.of(trace, part, parts.level()))
                    .anyMatch(within -> holds(inner, within));
        };
    }

    private static boolean holds(Filter.Comparison comparison, Scope scope) {
        var asked = comparison.value().raw();
        return comparison.field()
                .values(scope)
                .filter(found -> found.getClass() == asked.getClass()) // a value of another kind never matches
                .anyMatch(found -> comparison.operator().holds(found, asked));
    }

    private boolean holds(Filter.ServiceFilter service) {
        return Sighting.in(trace)
                .filter(sighting -> seen.test(sighting.by()))
                .filter(sighting -> service.node().selects(sighting.node(), sighting.by()))
                .map(sighting -> Scope.of(trace, sighting))
                .anyMatch(scope -> holdsWithin(service.inner(), scope));
    }

    private boolean holds(Filter.EdgeFilter edge) {
        return Crossing.in(trace)
                .filter(crossing -> seen.test(crossing.call()))
                .filter(crossing -> edge.from().selects(crossing.from().node(), crossing.from().by()))
                .filter(crossing -> edge.to().selects(crossing.to().node(), crossing.to().by()))
                .map(crossing -> Scope.of(trace, crossing))
                .anyMatch(scope -> holdsWithin(edge.inner(), scope));
    }

    private boolean holdsWithin(@Nullable Filter inner, Scope scope) {
        return inner == null || holds(inner, scope);
    }
}
