package dev.tracegate.embedded.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;

/** Operations that know nothing but their input: they answer what an account answers in which no one ever configured X-Ray. */
record Fixed(Function<Input, JsonObject> answers) implements Operation {

    static Fixed emptyList(String member) {
        return new Fixed(input -> new JsonObject().put(member, new JsonArray()).putNull("NextToken"));
    }

    static Fixed groups() {
        return new Fixed(GetGroup::list);
    }

    static Fixed encryptionConfig() {
        return new Fixed(input -> new JsonObject().put("EncryptionConfig",
                new JsonObject().putNull("KeyId").put("Status", "ACTIVE").put("Type", "NONE")));
    }

    static Fixed traceSegmentDestination() {
        return new Fixed(input -> new JsonObject().put("Destination", "XRay").put("Status", "ACTIVE"));
    }

    /** An operation of X-Ray that the embedded one does not have: said so, instead of a path that seems unknown. */
    static Fixed unsupported(String operation) {
        return new Fixed(input -> {
            throw ApiError.invalidRequest(operation + " is not supported by the embedded X-Ray");
        });
    }

    @Override
    public Uses uses() {
        return Uses.MEMORY;
    }

    @Override
    public JsonObject answer(Input input) {
        return answers.apply(input);
    }
}
