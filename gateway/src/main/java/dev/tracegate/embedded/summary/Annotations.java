package dev.tracegate.embedded.summary;

import dev.tracegate.embedded.model.Entity;
import dev.tracegate.embedded.model.Trace;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The annotations of a summary: for each key the distinct values in all segments and subsegments. */
final class Annotations {
    private Annotations() {}

    static JsonObject of(Trace trace) {
        var values = new LinkedHashMap<String, Set<Object>>();
        trace.entities().forEach(entity -> collect(entity, values));
        var json = new JsonObject();
        values.forEach((key, distinct) -> json.put(key,
                TraceSummary.array(distinct.stream().map(Annotations::valueWithServiceIds))));
        return json;
    }

    private static void collect(Entity entity, Map<String, Set<Object>> values) {
        for (var key : entity.annotations().fieldNames()) {
            var value = entity.annotation(key);
            if (value != null) {
                values.computeIfAbsent(key, first -> new LinkedHashSet<>()).add(value);
            }
        }
    }

    private static JsonObject valueWithServiceIds(Object value) {
        var typed = new JsonObject().put("StringValue", value instanceof String ? value : null)
                .put("NumberValue", value instanceof Double ? value : null)
                .put("BooleanValue", value instanceof Boolean ? value : null);
        return new JsonObject().put("AnnotationValue", typed).putNull("ServiceIds");
    }
}
