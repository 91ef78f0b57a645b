package dev.tracegate.embedded.filter;

import dev.tracegate.embedded.model.Entity;
import dev.tracegate.embedded.model.Trace;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One call on an edge of the service graph.
 *
 * @param call the entity with the data of the call: the subsegment of the caller, or the segment of the callee if its parent is not a subsegment
 */
record EdgeOccurrence(NodeOccurrence from, NodeOccurrence to, Entity call) {

    static Stream<EdgeOccurrence> in(Trace trace) {
        var observed = trace.segments().stream().flatMap(callee -> Stream.ofNullable(observed(callee)));
        var inferred = NodeOccurrence.inferred(trace)
                .map(callee -> new EdgeOccurrence(NodeOccurrence.of(callee.entity().segment()), callee,
                        callee.entity()));
        var entry = NodeOccurrence.client(trace)
                .map(client -> new EdgeOccurrence(client, NodeOccurrence.of(client.entity()), client.entity()));
        return Stream.of(observed, inferred, entry).flatMap(occurrences -> occurrences);
    }

    private static @Nullable EdgeOccurrence observed(Entity callee) {
        var caller = callee.caller();
        return caller == null
                ? null
                : new EdgeOccurrence(NodeOccurrence.of(caller.segment()), NodeOccurrence.of(callee),
                        caller.isSegment() ? callee : caller);
    }
}
