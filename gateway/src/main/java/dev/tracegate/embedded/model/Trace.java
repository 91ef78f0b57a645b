package dev.tracegate.embedded.model;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * A trace as put together from stored documents.
 *
 * @param segments the root first, then by start; independent subsegments are folded into their parents
 * @param orphans independent subsegments whose parent never came: kept, but shown to nobody
 * @param revision number of accepted updates
 * @param lastReceived when the last of them came, epoch seconds
 */
public record Trace(String id, List<Entity> segments, List<Entity> orphans, int revision, double lastReceived) {
    private static final Comparator<Entity> ROOT_FIRST = Comparator
            .comparing((Entity segment) -> segment.parentId() != null)
            .thenComparingDouble(Entity::startTime);

    public Trace {
        segments = segments.stream().sorted(ROOT_FIRST).toList();
        orphans = List.copyOf(orphans);
    }

    /**
     * Assembles the documents of one trace, given in order of arrival: of several with one id the first finished one counts, else the last.
     *
     * @param documents texts of JSON objects
     */
    public static Trace assemble(String id, List<String> documents, int revision, double lastReceived) {
        var assembly = new Assembly(documents);
        return new Trace(id, assembly.segments(), assembly.orphans(), revision, lastReceived);
    }

    /** The earliest segment without a caller; where all have one, the earliest. */
    public Optional<Entity> root() {
        return segments.stream().findFirst();
    }

    /** All segments and subsegments that are shown. */
    public Stream<Entity> entities() {
        return segments.stream().flatMap(Entity::tree);
    }

    /** The start of the earliest segment (of the earliest orphan, where no segment came), epoch seconds. */
    public double startTime() {
        return (segments.isEmpty() ? orphans : segments).stream().mapToDouble(Entity::startTime).min().orElse(0);
    }

    /** The latest end of anything finished, epoch seconds; empty where nothing is. */
    public OptionalDouble endTime() {
        return entities().map(Entity::endTime).flatMapToDouble(OptionalDouble::stream).max();
    }

    /** Seconds from the earliest start to the latest end, asynchronous work included; empty while anything is unfinished. */
    public OptionalDouble duration() {
        var end = endTime();
        return end.isEmpty() || entities().anyMatch(Entity::inProgress)
                ? OptionalDouble.empty()
                : OptionalDouble.of(Fields.seconds(startTime(), end.getAsDouble()));
    }

    /** Whether something is unfinished, or names a parent that never came. */
    public boolean partial() {
        return !orphans.isEmpty() || segments.stream().anyMatch(Trace::lacksCaller)
                || entities().anyMatch(Entity::inProgress);
    }

    /** The segments called by an entity: those with its id as their {@code parent_id}. */
    public List<Entity> childrenOf(Entity subsegmentOrSegment) {
        return subsegmentOrSegment.callees();
    }

    /** Services in the order of {@link #segments()}, then the nodes inferred from calls, then the client; each once. */
    public List<Node> nodes() {
        var nodes = new LinkedHashSet<Node>();
        segments.stream().map(Node::of).forEach(nodes::add);
        entities().filter(Node::infers).map(Node::of).forEach(nodes::add);
        root().map(root -> new Node(root.name(), Node.CLIENT)).ifPresent(nodes::add);
        return List.copyOf(nodes);
    }

    private static boolean lacksCaller(Entity segment) {
        return segment.parentId() != null && segment.caller() == null;
    }
}
