package dev.tracegate.embedded.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;

/**
 * An operation whose reply depends on its input only. The replies are those of an account in which X-Ray was never configured.
 *
 * @param reply may throw {@link ApiError}
 */
record StatelessOperation(Function<Input, JsonObject> reply) implements Operation {

    static StatelessOperation emptyList(String member) {
        return new StatelessOperation(input -> new JsonObject().put(member, new JsonArray()).putNull("NextToken"));
    }

    static StatelessOperation groups() {
        return new StatelessOperation(GetGroup::list);
    }

    static StatelessOperation encryptionConfig() {
        return new StatelessOperation(input -> new JsonObject().put("EncryptionConfig",
                new JsonObject().putNull("KeyId").put("Status", "ACTIVE").put("Type", "NONE")));
    }

    static StatelessOperation traceSegmentDestination() {
        return new StatelessOperation(input -> new JsonObject().put("Destination", "XRay").put("Status", "ACTIVE"));
    }

    /** An operation that the embedded X-Ray lacks. The error names it, where an unknown path would suggest a wrong endpoint. */
    static StatelessOperation unsupported(String operation) {
        return new StatelessOperation(input -> {
            throw ApiError.invalidRequest(operation + " is not supported by the embedded X-Ray");
        });
    }

    @Override
    public Uses uses() {
        return Uses.MEMORY;
    }

    @Override
    public JsonObject answer(Input input) {
        return reply.apply(input);
    }
}
