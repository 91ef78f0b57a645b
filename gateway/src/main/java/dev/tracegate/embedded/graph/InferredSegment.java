package dev.tracegate.embedded.graph;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tracegate.embedded.model.Entity;
import dev.tracegate.embedded.model.Node;
import io.vertx.core.json.JsonObject;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** The segment that X-Ray makes up for a service that was called and sent none: its part of the trace, as the caller saw it. */
final class InferredSegment {
    private static final List<String> COPIED = List.of("start_time", "end_time", "error", "fault", "throttle", "http",
            "aws");

    private InferredSegment() {}

    static JsonObject of(String traceId, Entity call) {
        var node = Node.of(call);
        var processed = TraceDocuments.processed(call.json());
        var segment = new JsonObject().put("id", id(traceId, call.id())).put("name", node.name());
        for (var member : COPIED) {
            if (processed.containsKey(member)) {
                segment.put(member, processed.getValue(member));
            }
        }
        if ("aws".equals(call.namespace())) {
            segment.put("origin", node.type());
        }
        return segment.put("trace_id", traceId).put("parent_id", call.id()).put("inferred", true);
    }

    /** The same each time the trace is read. */
    private static String id(String traceId, String callId) {
        var hash = UUID.nameUUIDFromBytes((traceId + callId).getBytes(UTF_8));
        return HexFormat.of().toHexDigits(hash.getMostSignificantBits() ^ hash.getLeastSignificantBits());
    }
}
