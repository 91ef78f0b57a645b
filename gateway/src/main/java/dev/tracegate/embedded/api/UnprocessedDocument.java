package dev.tracegate.embedded.api;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A document that was not stored: an entry of {@code UnprocessedTraceSegments}.
 *
 * @param id id of the segment or independent subsegment; null if it could not be read
 * @param code X-Ray's error code, such as {@code MissingId}
 * @param message X-Ray's message for the client
 */
public record UnprocessedDocument(@Nullable String id, String code, String message) {

    JsonObject json() {
        return new JsonObject().put("Id", id).put("ErrorCode", code).put("Message", message);
    }
}
