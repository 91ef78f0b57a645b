package dev.tracegate.embedded.graph;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tracegate.embedded.model.Entity;
import dev.tracegate.embedded.model.Node;
import io.vertx.core.json.Json;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** The segment that X-Ray infers for a node that was called and sent no segment. Its values are those of the call. */
final class InferredSegment {
    /** Members that are copied from the call without change. */
    private static final List<String> COPIED = List.of("start_time", "end_time", "error", "fault", "throttle", "http",
            "aws");

    private InferredSegment() {}

    /** @param document the document that contains the call */
    static TraceDocuments.Returned of(String traceId, Entity call, ReturnedDocument document) {
        var node = Node.of(call);
        var id = id(traceId, call.id());
        var text = new StringBuilder("{");
        member(text, "id", Json.encode(id));
        member(text.append(','), "name", Json.encode(node.name()));
        for (var name : COPIED) {
            document.member(call, name).ifPresent(value -> member(text.append(','), name, value));
        }
        if ("aws".equals(call.namespace())) {
            member(text.append(','), "origin", Json.encode(node.type()));
        }
        member(text.append(','), "trace_id", Json.encode(traceId));
        member(text.append(','), "parent_id", Json.encode(call.id()));
        member(text.append(','), "inferred", "true");
        return new TraceDocuments.Returned(id, text.append('}').toString());
    }

    private static void member(StringBuilder text, String name, String json) {
        text.append('"').append(name).append("\":").append(json);
    }

    /** A hash, so that the id is the same each time the trace is read. */
    private static String id(String traceId, String callId) {
        var hash = UUID.nameUUIDFromBytes((traceId + callId).getBytes(UTF_8));
        return HexFormat.of().toHexDigits(hash.getMostSignificantBits() ^ hash.getLeastSignificantBits());
    }
}
