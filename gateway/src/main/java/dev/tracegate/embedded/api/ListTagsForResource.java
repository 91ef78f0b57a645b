package dev.tracegate.embedded.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Returns the tags of the Default group or of a sampling rule: always an empty list. */
final class ListTagsForResource implements Operation {
    /** X-Ray's maximum, in characters. */
    private static final int MAX_ARN_LENGTH = 1_011;

    private final SamplingOperations sampling;

    ListTagsForResource(SamplingOperations sampling) {
        this.sampling = sampling;
    }

    @Override
    public Uses uses() {
        return Uses.MEMORY;
    }

    @Override
    public JsonObject answer(Input input) {
        var arn = input.requiredText("ResourceARN", 1, MAX_ARN_LENGTH);
        if (!arn.startsWith("arn:")) {
            throw ApiError.invalidRequest("Invalid resource ARN: " + arn);
        }
        if (!arn.equals(Arns.group(GetGroup.DEFAULT)) && !sampling.hasRule(arn, input.caller().tenant())) {
            throw ApiError.resourceNotFound("Resource not found", arn);
        }
        return new JsonObject().put("Tags", new JsonArray()).putNull("NextToken");
    }
}
