package dev.tracegate.embedded.filter;

import dev.tracegate.embedded.model.Entity;
import dev.tracegate.embedded.model.Trace;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Applies filters to one trace.
 *
 * @param visible the entities that {@code service} and {@code edge} consider
 */
record FilterEvaluator(Trace trace, Predicate<Entity> visible) {

    boolean matches(Filter filter) {
        return matches(filter, Scope.of(trace));
    }

    private boolean matches(Filter filter, Scope scope) {
        return switch (filter) {
            case Filter.All all -> true;
            case Filter.And(var parts) -> parts.stream().allMatch(part -> matches(part, scope));
            case Filter.Or(var parts) -> parts.stream().anyMatch(part -> matches(part, scope));
            case Filter.Not(var negated) -> !matches(negated, scope);
            case Filter.Present(var field) -> field.present(scope);
            case Filter.Comparison comparison -> matches(comparison, scope);
            case Filter.ServiceFilter service -> matches(service);
            case Filter.EdgeFilter edge -> matches(edge);
            case Filter.RootCauseFilter(var parts, var inner) -> parts.in(trace)
                    .map(part -> Scope.of(trace, part, parts.level()))
                    .anyMatch(within -> matches(inner, within));
        };
    }

    private static boolean matches(Filter.Comparison comparison, Scope scope) {
        var expected = comparison.value().raw();
        return comparison.field()
                .values(scope)
                .filter(found -> found.getClass() == expected.getClass()) // a value of another type never matches
                .anyMatch(found -> comparison.operator().test(found, expected));
    }

    private boolean matches(Filter.ServiceFilter service) {
        return NodeOccurrence.in(trace)
                .filter(occurrence -> visible.test(occurrence.entity()))
                .filter(occurrence -> service.node().selects(occurrence.node(), occurrence.entity()))
                .map(occurrence -> Scope.of(trace, occurrence))
                .anyMatch(scope -> matchesInner(service.inner(), scope));
    }

    private boolean matches(Filter.EdgeFilter edge) {
        return EdgeOccurrence.in(trace)
                .filter(occurrence -> visible.test(occurrence.call()))
                .filter(occurrence -> edge.from().selects(occurrence.from().node(), occurrence.from().entity()))
                .filter(occurrence -> edge.to().selects(occurrence.to().node(), occurrence.to().entity()))
                .map(occurrence -> Scope.of(trace, occurrence))
                .anyMatch(scope -> matchesInner(edge.inner(), scope));
    }

    private boolean matchesInner(@Nullable Filter inner, Scope scope) {
        return inner == null || matches(inner, scope);
    }
}
