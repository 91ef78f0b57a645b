package dev.tracegate.embedded.model;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * A trace assembled from stored documents.
 *
 * @param id trace id
 * @param segments the root first, then the others by start time; independent subsegments are attached to their parents
 * @param orphans independent subsegments whose parent was not received; no reply shows them
 * @param revision number of calls that added or replaced a document
 * @param lastReceived epoch seconds; when the last of these calls was stored
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
     * Assembles the documents of one trace. Of several versions of a document the first completed one counts; if none is completed, the last.
     *
     * @param documents JSON objects, in the order of arrival
     */
    public static Trace assemble(String id, List<String> documents, int revision, double lastReceived) {
        var assembly = new TraceAssembler(documents);
        return new Trace(id, assembly.segments(), assembly.orphans(), revision, lastReceived);
    }

    /** The earliest segment without {@code parent_id}, or the earliest of all if each has one. Empty if there is no segment. */
    public Optional<Entity> root() {
        return segments.stream().findFirst();
    }

    /** All segments and their subsegments; not the orphans. */
    public Stream<Entity> entities() {
        return segments.stream().flatMap(Entity::tree);
    }

    /** Epoch seconds; start of the earliest segment, or of the earliest orphan if there is no segment. */
    public double startTime() {
        return (segments.isEmpty() ? orphans : segments).stream().mapToDouble(Entity::startTime).min().orElse(0);
    }

    /** Epoch seconds; the latest end of a segment or subsegment. Empty while all are in progress. */
    public OptionalDouble endTime() {
        return entities().map(Entity::endTime).flatMapToDouble(OptionalDouble::stream).max();
    }

    /** Seconds from the earliest start to the latest end, including asynchronous work. Empty while anything is in progress. */
    public OptionalDouble duration() {
        var end = endTime();
        return end.isEmpty() || entities().anyMatch(Entity::inProgress)
                ? OptionalDouble.empty()
                : OptionalDouble.of(JsonFields.seconds(startTime(), end.getAsDouble()));
    }

    /** Whether anything is in progress, or names a parent that was not received. */
    public boolean partial() {
        return !orphans.isEmpty() || segments.stream().anyMatch(Trace::lacksCaller)
                || entities().anyMatch(Entity::inProgress);
    }

    /** The segments that an entity called: those with its id as their {@code parent_id}. */
    public List<Entity> calleesOf(Entity caller) {
        return caller.callees();
    }

    /** The nodes of the trace, each once: services in the order of {@link #segments()}, then nodes inferred from calls, then the client. */
    public List<Node> nodes() {
        var nodes = new LinkedHashSet<Node>();
        segments.stream().map(Node::of).forEach(nodes::add);
        entities().filter(Node::isInferredFrom).map(Node::of).forEach(nodes::add);
        root().map(root -> new Node(root.name(), Node.CLIENT)).ifPresent(nodes::add);
        return List.copyOf(nodes);
    }

    private static boolean lacksCaller(Entity segment) {
        return segment.parentId() != null && segment.caller() == null;
    }
}
