package dev.tracegate.embedded.model;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads fields of documents that clients wrote. A field of another type than expected counts as absent: X-Ray checks the types of only a few
 * fields on arrival, so a stored document may hold anything elsewhere, and JsonObject's own getters would throw on it. So does an empty text:
 * exporters write it for what they do not know.
 */
final class Fields {
    private Fields() {}

    static @Nullable String text(@Nullable JsonObject in, String key) {
        return in != null && in.getValue(key) instanceof String text && !text.isEmpty() ? text : null;
    }

    static @Nullable JsonObject object(@Nullable JsonObject in, String key) {
        return in != null && in.getValue(key) instanceof JsonObject object ? object : null;
    }

    /** Only finite ones: JSON may hold 1e999, but none could be written into a reply. */
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

    /** From start to end, at least 0, in whole microseconds: epoch seconds in a double are no finer, and what is left is noise. */
    static double seconds(double start, double end) {
        return Math.max(0, Math.round((end - start) * 1e6) / 1e6);
    }
}
