package dev.tracegate.aws.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Parses bodies that should be a JSON object. */
public final class JsonBody {
    private JsonBody() {}

    /**
     * The object.
     *
     * @return null for anything else
     */
    public static @Nullable JsonObject object(Buffer body) {
        try {
            return Json.decodeValue(body) instanceof JsonObject object ? object : null;
        } catch (DecodeException notJson) {
            return null;
        }
    }

    /**
     * The object.
     *
     * @return an empty object for anything else
     */
    public static JsonObject orEmpty(Buffer body) {
        var object = object(body);
        return object == null ? new JsonObject() : object;
    }
}
