package dev.tracegate.embedded;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Segment documents for tests. */
public final class Documents {
    /** Start of the captured trace, epoch seconds. */
    public static final double START = 1_790_000_000;
    public static final String TRACE = "1-581cf771-a006649127e371903a2de979";

    private Documents() {}

    public static JsonObject segment(String traceId, String id, String name, double start, double end) {
        return entity(id, name, start, end).put("trace_id", traceId);
    }

    public static JsonObject entity(String id, String name, double start, double end) {
        return new JsonObject().put("id", id).put("name", name).put("start_time", start).put("end_time", end);
    }

    public static JsonObject status(JsonObject entity, int status) {
        return entity.put("http", new JsonObject().put("response", new JsonObject().put("status", status)));
    }

    /**
     * A trace as captured from X-Ray: front (0 to 2 s, 200) calls back (0.25 to 1.75 s, 503), which runs from 0.5 to 7 s with a fault and
     * calls AWS "database" (1 to 6 s, throttled).
     */
    public static JsonObject[] captured() {
        var call = status(entity("00000000000000f1", "back", START + 0.25, START + 1.75), 503).put("namespace",
                "remote");
        call.getJsonObject("http").put("request", new JsonObject().put("method", "GET").put("traced", true));
        var front = status(segment(TRACE, "00000000000000f0", "front", START, START + 2), 200).put("subsegments",
                new JsonArray().add(call));
        var database = status(entity("00000000000000b1", "database", START + 1, START + 6), 429).put("namespace",
                "aws");
        var exception = new JsonObject().put("id", "00000000000000e0").put("type", "Broken").put("message", "it is");
        var back = segment(TRACE, "00000000000000b0", "back", START + 0.5, START + 7)
                .put("parent_id", "00000000000000f1")
                .put("fault", true)
                .put("cause",
                        new JsonObject().put("exceptions",
                                new JsonArray().add(exception.put("stack", new JsonArray()))))
                .put("subsegments", new JsonArray().add(database));
        return new JsonObject[]{front, back};
    }
}
