package dev.tracegate.embedded.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The root cause of a failure or delay: the path from the first affected entity down to the one where it started.
 *
 * @param clientImpacting whether the path begins at the root, so that the client was affected
 * @param services the path, divided into the services that it passes
 */
public record RootCause(boolean clientImpacting, List<Service> services) {
    // bounds the size of a summary; a person does not read more
    private static final int MAX_CAUSES = 100;
    // share of the root's duration; the root did not spend most of its time on a child below it
    private static final double DOMINANT_COVERAGE = 0.5;

    /**
     * A service on the path.
     *
     * @param inferred whether the service sends no segments itself
     * @param path the entities of the path in this service, from the top down
     */
    public record Service(Node node, boolean inferred, List<Step> path) {
        public Service {
            path = List.copyOf(path);
        }
    }

    /**
     * An entity on the path.
     *
     * @param remote whether it is a call to another node
     * @param coverage its duration divided by the root's; 0 if either is unknown. Above 1 if it took longer than the root
     */
    public record Step(String name, boolean remote, double coverage, Entity entity) {}

    /** Root causes of faults; at most 100. */
    public static List<RootCause> faults(Trace trace) {
        return failures(trace, Entity::fault);
    }

    /** Root causes of errors and throttled calls; at most 100. */
    public static List<RootCause> errors(Trace trace) {
        return failures(trace, entity -> entity.error() || entity.throttle());
    }

    /** At most one: the path from the root along the children that take most of its time. Empty if no child does. */
    public static List<RootCause> delays(Trace trace) {
        var path = new LinkedHashSet<Entity>();
        var next = trace.root().filter(root -> seconds(root) > 0);
        while (next.isPresent() && path.add(next.get())) {
            next = dominantChild(next.get(), path.getFirst());
        }
        return path.size() < 2 ? List.of() : List.of(of(trace, path.stream().toList()));
    }

    private static Optional<Entity> dominantChild(Entity entity, Entity root) {
        return children(entity).filter(child -> coverage(child, root) > DOMINANT_COVERAGE)
                // the caller did not wait for a callee that took longer than the call
                .filter(child -> !child.isSegment() || seconds(child) <= seconds(entity))
                .max(Comparator.comparingDouble(RootCause::seconds));
    }

    /** One for each failed entity without failed children, if it has an exception or an inferred node. */
    private static List<RootCause> failures(Trace trace, Predicate<Entity> failed) {
        return trace.entities()
                .filter(failed)
                .filter(entity -> children(entity).noneMatch(failed))
                .filter(entity -> Node.isInferredFrom(entity) || entity.exceptions().findAny().isPresent())
                .limit(MAX_CAUSES)
                .map(last -> of(trace, path(last, failed)))
                .toList();
    }

    private static List<Entity> path(Entity last, Predicate<Entity> failed) {
        var path = new LinkedHashSet<Entity>();
        for (var at = last; at != null && failed.test(at) && path.add(at);) {
            at = parentOrCaller(at);
        }
        return path.reversed().stream().toList();
    }

    private static @Nullable Entity parentOrCaller(Entity entity) {
        var parent = entity.parent();
        return parent == null ? entity.caller() : parent;
    }

    private static Stream<Entity> children(Entity entity) {
        return Stream.concat(entity.subsegments().stream(), entity.callees().stream());
    }

    private static RootCause of(Trace trace, List<Entity> path) {
        var root = trace.root().orElseThrow();
        var shown = startsWithCall(path) ? path.subList(1, path.size()) : path;
        var bySegment = new LinkedHashMap<Entity, List<Step>>();
        shown.forEach(entity -> bySegment.computeIfAbsent(entity.segment(), segment -> new ArrayList<>())
                .add(new Step(entity.name(), !entity.isSegment() && entity.namespace() != null, coverage(entity, root),
                        entity)));
        var services = new ArrayList<Service>();
        bySegment.forEach((segment, steps) -> services.add(new Service(Node.of(segment), false, steps)));
        var last = path.getLast();
        if (Node.isInferredFrom(last)) {
            var node = Node.of(last);
            services.add(new Service(node, true, List.of(new Step(node.name(), false, coverage(last, root), last))));
        }
        return new RootCause(path.getFirst() == root, services);
    }

    /** Whether the first entity is a call to another node. The path then begins at the callee: the caller itself did not fail. */
    private static boolean startsWithCall(List<Entity> path) {
        var first = path.getFirst();
        return !first.isSegment() && (Node.isInferredFrom(first) || (path.size() > 1 && path.get(1).isSegment()));
    }

    private static double coverage(Entity entity, Entity root) {
        return seconds(root) == 0 ? 0 : seconds(entity) / seconds(root);
    }

    private static double seconds(Entity entity) {
        return entity.duration().orElse(0);
    }
}
