package dev.tracegate.embedded.model;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads fields of client documents. A field of an unexpected type counts as absent: X-Ray checks the types of only a few fields on arrival,
 * so a stored document may contain any other type, on which the getters of JsonObject would throw. An empty string counts as absent too,
 * because exporters write it for unknown values.
 */
final class JsonFields {
    private JsonFields() {}

    static @Nullable String text(@Nullable JsonObject in, String key) {
        return in != null && in.getValue(key) instanceof String text && !text.isEmpty() ? text : null;
    }

    static @Nullable JsonObject object(@Nullable JsonObject in, String key) {
        return in != null && in.getValue(key) instanceof JsonObject object ? object : null;
    }

    /** Finite numbers only: JSON may contain 1e999, which a reply cannot represent. */
    static OptionalDouble number(@Nullable JsonObject in, String key) {
        return in != null && in.getValue(key) instanceof Number number && Double.isFinite(number.doubleValue())
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }

    static boolean flag(JsonObject in, String key) {
        return Boolean.TRUE.equals(in.getValue(key));
    }

    static JsonArray array(JsonObject in, String key) {
        return in.getValue(key) instanceof JsonArray array ? array : new JsonArray();
    }

    static Stream<JsonObject> objects(@Nullable JsonObject in, String key) {
        return in != null && in.getValue(key) instanceof JsonArray array
                ? array.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast)
                : Stream.empty();
    }

    /** Seconds from start to end, at least 0, rounded to microseconds: a double of epoch seconds is not more precise. */
    static double seconds(double start, double end) {
        return Math.max(0, Math.round((end - start) * 1e6) / 1e6);
    }
}
