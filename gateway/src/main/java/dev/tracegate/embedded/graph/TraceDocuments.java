package dev.tracegate.embedded.graph;

import dev.tracegate.embedded.model.Entity;
import dev.tracegate.embedded.model.Node;
import dev.tracegate.embedded.model.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A trace's documents as BatchGetTraces returns them: each segment as {@link ReturnedDocument} describes, and a segment for each service that
 * was called and sent none.
 */
public final class TraceDocuments {

    private TraceDocuments() {}

    /** @param text a JSON object */
    public record Returned(String id, String text) {}

    /** The root's first, the inferred last. */
    public static List<Returned> of(Trace trace) {
        var documents = new HashMap<Entity, ReturnedDocument>();
        var all = new ArrayList<Returned>();
        for (var segment : trace.segments()) {
            var document = new ReturnedDocument(segment, documents);
            all.add(new Returned(segment.id(),
                    ReturnedDocument.whole(document, Objects.requireNonNull(segment.text()))));
        }
        trace.entities()
                .filter(Node::infers)
                .forEach(call -> all.add(InferredSegment.of(trace.id(), call,
                        Objects.requireNonNull(documents.get(call.document())))));
        return all;
    }

    /** Seconds from the first start to the last end among what is there; empty while nothing has ended. */
    public static OptionalDouble duration(Trace trace) {
        var end = trace.endTime();
        return end.isEmpty() ? end : OptionalDouble.of(Math.max(0, end.getAsDouble() - trace.startTime()));
    }
}
