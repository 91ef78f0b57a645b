package dev.tracegate.embedded.api;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A document that was not taken, as UnprocessedTraceSegments names it.
 *
 * @param id the document's own id; null where it could not be read
 */
public record Refusal(@Nullable String id, String code, String message) {

    JsonObject json() {
        return new JsonObject().put("Id", id).put("ErrorCode", code).put("Message", message);
    }
}
