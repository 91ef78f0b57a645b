package dev.tracegate.embedded.filter;

import dev.tracegate.embedded.model.Entity;
import dev.tracegate.embedded.model.Trace;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One call from node to node.
 *
 * @param call by which the call is seen: the caller's subsegment; where the callee names no subsegment as its parent, its own segment
 */
record Crossing(Sighting from, Sighting to, Entity call) {

    static Stream<Crossing> in(Trace trace) {
        var answered = trace.segments().stream().flatMap(callee -> Stream.ofNullable(answered(callee)));
        var inferred = Sighting.inferred(trace)
                .map(callee -> new Crossing(Sighting.of(callee.by().segment()), callee, callee.by()));
        var entry = Sighting.client(trace).map(client -> new Crossing(client, Sighting.of(client.by()), client.by()));
        return Stream.of(answered, inferred, entry).flatMap(crossings -> crossings);
    }

    private static @Nullable Crossing answered(Entity callee) {
        var caller = callee.caller();
        return caller == null
                ? null
                : new Crossing(Sighting.of(caller.segment()), Sighting.of(callee),
                        caller.isSegment() ? callee : caller);
    }
}
