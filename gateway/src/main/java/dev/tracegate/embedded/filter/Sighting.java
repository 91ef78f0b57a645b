package dev.tracegate.embedded.filter;

import dev.tracegate.embedded.model.Entity;
import dev.tracegate.embedded.model.Node;
import dev.tracegate.embedded.model.Trace;
import java.util.stream.Stream;

/**
 * A node as one trace shows it, once for each of its segments; a node without segments once for each call to it.
 *
 * @param by the segment, or the caller's subsegment; for the client the root
 */
record Sighting(Node node, Entity by) {

    static Sighting of(Entity entity) {
        return new Sighting(Node.of(entity), entity);
    }

    static Stream<Sighting> in(Trace trace) {
        return Stream.of(trace.segments().stream().map(Sighting::of), inferred(trace), client(trace))
                .flatMap(sightings -> sightings);
    }

    static Stream<Sighting> inferred(Trace trace) {
        return trace.entities().filter(Node::infers).map(Sighting::of);
    }

    static Stream<Sighting> client(Trace trace) {
        return trace.root().stream().map(root -> new Sighting(new Node(root.name(), Node.CLIENT), root));
    }
}
