package dev.tracegate.embedded.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/** The tags of a group or a sampling rule. There is one of each, and neither has any. */
final class ListTagsForResource implements Operation {
    /** X-Ray's maximum. */
    private static final int LONGEST_ARN = 1_011;
    private static final Set<String> RESOURCES = Set.of(Arns.group(GetGroup.DEFAULT), Arns.samplingRule("Default"));

    @Override
    public Uses uses() {
        return Uses.MEMORY;
    }

    @Override
    public JsonObject answer(Input input) {
        var arn = input.requiredText("ResourceARN", 1, LONGEST_ARN);
        if (!arn.startsWith("arn:")) {
            throw ApiError.invalidRequest("Invalid resource ARN: " + arn);
        }
        if (!RESOURCES.contains(arn)) {
            throw ApiError.resourceNotFound("Resource not found", arn);
        }
        return new JsonObject().put("Tags", new JsonArray()).putNull("NextToken");
    }
}
