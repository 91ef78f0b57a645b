package dev.tracegate.embedded.graph;

import dev.tracegate.embedded.model.Entity;
import dev.tracegate.embedded.model.Node;
import dev.tracegate.embedded.model.Trace;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** A trace's documents as X-Ray gives them back: subsegments in their places, and a segment for each service that was called and sent none. */
public final class TraceDocuments {
    /** What an independent subsegment says of its place, which shows once it is there. */
    private static final List<String> PLACE = List.of("type", "parent_id", "trace_id");
    private static final List<String> RESOURCES = List.of("table_name", "bucket_name", "queue_url", "topic_arn",
            "function_name");

    private TraceDocuments() {}

    /** The root's first, the inferred last. */
    public static List<JsonObject> of(Trace trace) {
        var documents = new ArrayList<JsonObject>();
        trace.segments().forEach(segment -> documents.add(entity(segment)));
        trace.entities()
                .filter(Node::infers)
                .forEach(call -> documents.add(InferredSegment.of(trace.id(), call)));
        return documents;
    }

    /** Seconds from the first start to the last end among what is there; empty while nothing has ended. */
    public static OptionalDouble duration(Trace trace) {
        var end = trace.endTime();
        return end.isEmpty() ? end : OptionalDouble.of(Math.max(0, end.getAsDouble() - trace.startTime()));
    }

    private static JsonObject entity(Entity entity) {
        var json = processed(entity.json()).put("name", entity.name());
        if (!entity.isSegment()) {
            PLACE.forEach(json::remove);
        }
        if (!entity.subsegments().isEmpty()) {
            json.put("subsegments", new JsonArray(entity.subsegments().stream().map(TraceDocuments::entity).toList()));
        }
        return json;
    }

    /** An entity's own members, changed as X-Ray changes them, without its subsegments. */
    static JsonObject processed(JsonObject entity) {
        var json = new JsonObject();
        entity.fieldNames().stream().filter(member -> !member.equals("subsegments")).forEach(member -> {
            var value = entity.getValue(member);
            json.put(member, value instanceof JsonObject object ? object.copy() : value);
        });
        untrace(json);
        dropEmptyStacks(json);
        nameResources(json);
        return json;
    }

    private static void untrace(JsonObject json) {
        if (json.getValue("http") instanceof JsonObject http
                && http.getValue("request") instanceof JsonObject request) {
            request.remove("traced");
        }
    }

    private static void dropEmptyStacks(JsonObject json) {
        if (json.getValue("cause") instanceof JsonObject cause
                && cause.getValue("exceptions") instanceof JsonArray exceptions) {
            for (var each : exceptions) {
                if (each instanceof JsonObject exception && exception.getValue("stack") instanceof JsonArray stack
                        && stack.isEmpty()) {
                    exception.remove("stack");
                }
            }
        }
    }

    private static void nameResources(JsonObject json) {
        if (!(json.getValue("aws") instanceof JsonObject aws) || !"aws".equals(json.getValue("namespace"))) {
            return;
        }
        var names = new JsonArray();
        RESOURCES.stream().map(aws::getValue).filter(String.class::isInstance).forEach(names::add);
        if (!names.isEmpty()) {
            aws.put("resource_names", names);
        }
    }
}
