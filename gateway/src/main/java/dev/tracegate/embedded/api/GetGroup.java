package dev.tracegate.embedded.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Returns the built-in group Default, which contains all traces. It is the only group. */
final class GetGroup implements Operation {
    static final String DEFAULT = "Default";

    @Override
    public Uses uses() {
        return Uses.MEMORY;
    }

    @Override
    public JsonObject answer(Input input) {
        if (input.text("GroupName").or(() -> input.text("GroupARN")).isEmpty() || !exists(input)) {
            throw ApiError.invalidRequest("Group not found");
        }
        return new JsonObject().put("Group", json());
    }

    /** Whether the group in the input exists: it is absent or the Default group. */
    static boolean exists(Input input) {
        return input.text("GroupName").map(DEFAULT::equals).orElse(true)
                && input.text("GroupARN").map(Arns.group(DEFAULT)::equals).orElse(true);
    }

    /** The reply to GetGroups. */
    static JsonObject list(Input input) {
        if (input.text("NextToken").isPresent()) {
            throw ApiError.invalidRequest("Next Token not supported");
        }
        return new JsonObject().put("Groups", new JsonArray().add(json())).putNull("NextToken");
    }

    private static JsonObject json() {
        return new JsonObject().put("GroupName", DEFAULT)
                .put("GroupARN", Arns.group(DEFAULT))
                .putNull("FilterExpression")
                .put("InsightsConfiguration",
                        new JsonObject().put("InsightsEnabled", false).put("NotificationsEnabled", false));
    }
}
