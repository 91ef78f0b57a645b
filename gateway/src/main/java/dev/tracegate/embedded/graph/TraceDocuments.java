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
 * The documents of a trace as BatchGetTraces returns them: its segments, changed as {@link ReturnedDocument} describes, and an inferred segment for
 * each node that was called and sent none. For any thread.
 */
public final class TraceDocuments {

    private TraceDocuments() {}

    /**
     * A returned document.
     *
     * @param id id of the segment
     * @param text a JSON object
     */
    public record Returned(String id, String text) {}

    /** All documents: the root first, inferred segments last. */
    public static List<Returned> of(Trace trace) {
        var documents = new HashMap<Entity, ReturnedDocument>();
        var all = new ArrayList<Returned>();
        for (var segment : trace.segments()) {
            var document = new ReturnedDocument(segment, documents);
            all.add(new Returned(segment.id(),
                    ReturnedDocument.text(document, Objects.requireNonNull(segment.text()))));
        }
        trace.entities()
                .filter(Node::isInferredFrom)
                .forEach(call -> all.add(InferredSegment.of(trace.id(), call,
                        Objects.requireNonNull(documents.get(call.document())))));
        return all;
    }

    /** Seconds from the earliest start to the latest end so far. Unlike {@link Trace#duration}, empty only while all entities are in progress. */
    public static OptionalDouble duration(Trace trace) {
        var end = trace.endTime();
        return end.isEmpty() ? end : OptionalDouble.of(Math.max(0, end.getAsDouble() - trace.startTime()));
    }
}
