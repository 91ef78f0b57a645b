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
 * Where a failure or a delay came from: the way from the first entity concerned down to the last.
 *
 * @param clientImpacting whether the way begins at the root, so that the client noticed
 * @param services the way, cut where it enters another service
 */
public record RootCause(boolean clientImpacting, List<Service> services) {
    // traces with more are generated, not read
    private static final int MAX_CAUSES = 100;
    // of the root's time: a child that took less is not what the root waited for
    private static final double DOMINATES = 0.5;

    /** @param inferred whether the service sends no segments itself */
    public record Service(Node node, boolean inferred, List<Step> path) {
        public Service {
            path = List.copyOf(path);
        }
    }

    /**
     * An entity on the way.
     *
     * @param remote whether it is a call to another node
     * @param coverage its time as a share of the root's; 0 where either is unknown
     */
    public record Step(String name, boolean remote, double coverage, Entity entity) {}

    public static List<RootCause> faults(Trace trace) {
        return failures(trace, Entity::fault);
    }

    /** Of errors and of throttled calls. */
    public static List<RootCause> errors(Trace trace) {
        return failures(trace, entity -> entity.error() || entity.throttle());
    }

    /** At most one: from the root along the children that take most of its time; none where no child does. */
    public static List<RootCause> delays(Trace trace) {
        var way = new LinkedHashSet<Entity>();
        var next = trace.root().filter(root -> seconds(root) > 0);
        while (next.isPresent() && way.add(next.get())) {
            next = dominating(next.get(), way.getFirst());
        }
        return way.size() < 2 ? List.of() : List.of(of(trace, way.stream().toList()));
    }

    private static Optional<Entity> dominating(Entity entity, Entity root) {
        return children(entity).filter(child -> coverage(child, root) > DOMINATES)
                // a callee that went on after its answer did not keep its caller waiting
                .filter(child -> !child.isSegment() || seconds(child) <= seconds(entity))
                .max(Comparator.comparingDouble(RootCause::seconds));
    }

    /** One for each failed entity below which nothing failed, if it says why (an exception) or stands for an unseen callee. */
    private static List<RootCause> failures(Trace trace, Predicate<Entity> failed) {
        return trace.entities()
                .filter(failed)
                .filter(entity -> children(entity).noneMatch(failed))
                .filter(entity -> Node.infers(entity) || entity.exceptions().findAny().isPresent())
                .limit(MAX_CAUSES)
                .map(last -> of(trace, way(last, failed)))
                .toList();
    }

    private static List<Entity> way(Entity last, Predicate<Entity> failed) {
        var way = new LinkedHashSet<Entity>();
        for (var at = last; at != null && failed.test(at) && way.add(at);) {
            at = above(at);
        }
        return way.reversed().stream().toList();
    }

    private static @Nullable Entity above(Entity entity) {
        var parent = entity.parent();
        return parent == null ? entity.caller() : parent;
    }

    private static Stream<Entity> children(Entity entity) {
        return Stream.concat(entity.subsegments().stream(), entity.callees().stream());
    }

    private static RootCause of(Trace trace, List<Entity> way) {
        var root = trace.root().orElseThrow();
        var seen = leavesItsService(way) ? way.subList(1, way.size()) : way;
        var bySegment = new LinkedHashMap<Entity, List<Step>>();
        seen.forEach(entity -> bySegment.computeIfAbsent(entity.segment(), segment -> new ArrayList<>())
                .add(new Step(entity.name(), !entity.isSegment() && entity.namespace() != null, coverage(entity, root),
                        entity)));
        var services = new ArrayList<Service>();
        bySegment.forEach((segment, path) -> services.add(new Service(Node.of(segment), false, path)));
        var last = way.getLast();
        if (Node.infers(last)) {
            var node = Node.of(last);
            services.add(new Service(node, true, List.of(new Step(node.name(), false, coverage(last, root), last))));
        }
        return new RootCause(way.getFirst() == root, services);
    }

    /** A way that begins with a call begins at the callee: the caller itself did not fail. */
    private static boolean leavesItsService(List<Entity> way) {
        var first = way.getFirst();
        return !first.isSegment() && (Node.infers(first) || (way.size() > 1 && way.get(1).isSegment()));
    }

    private static double coverage(Entity entity, Entity root) {
        return seconds(root) == 0 ? 0 : seconds(entity) / seconds(root);
    }

    private static double seconds(Entity entity) {
        return entity.duration().orElse(0);
    }
}
