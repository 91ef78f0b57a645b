package dev.tracegate.embedded.filter;

import dev.tracegate.embedded.model.Entity;
import dev.tracegate.embedded.model.Node;
import dev.tracegate.embedded.model.Trace;
import java.util.stream.Stream;

/**
 * An occurrence of a node in a trace: one for each of its segments, or one for each call to it if it sends no segments.
 *
 * @param entity the segment, or the subsegment of the caller; the root for the client
 */
record NodeOccurrence(Node node, Entity entity) {

    static NodeOccurrence of(Entity entity) {
        return new NodeOccurrence(Node.of(entity), entity);
    }

    static Stream<NodeOccurrence> in(Trace trace) {
        return Stream.of(trace.segments().stream().map(NodeOccurrence::of), inferred(trace), client(trace))
                .flatMap(occurrences -> occurrences);
    }

    static Stream<NodeOccurrence> inferred(Trace trace) {
        return trace.entities().filter(Node::isInferredFrom).map(NodeOccurrence::of);
    }

    static Stream<NodeOccurrence> client(Trace trace) {
        return trace.root().stream().map(root -> new NodeOccurrence(new Node(root.name(), Node.CLIENT), root));
    }
}
