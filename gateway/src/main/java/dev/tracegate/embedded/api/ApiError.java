package dev.tracegate.embedded.api;

import dev.tracegate.embedded.store.StoreException;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** An answer that is not 200. A control-flow exception: it has no stack trace. */
public final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String type;
    private final String messageMember;
    private final @Nullable String resource;

    private ApiError(int status, String type, String messageMember, String message, @Nullable String resource) {
        super(message, null, false, false);
        this.resource = resource;
        this.status = status;
        this.type = type;
        this.messageMember = messageMember;
    }

    /** X-Ray's answer to nearly everything it does not like. */
    static ApiError invalidRequest(String message) {
        return modeled(400, "InvalidRequestException", message);
    }

    /** @param resource its ARN */
    static ApiError resourceNotFound(String message, String resource) {
        return new ApiError(404, "ResourceNotFoundException", "Message", message, resource);
    }

    /** Too many calls wait. The SDKs try again after a while. */
    private static ApiError throttled() {
        return modeled(429, "ThrottledException", "Too many calls are waiting for the embedded X-Ray; try again");
    }

    /** A member that is missing or out of its bounds. */
    static ApiError validation(String problem) {
        return framework(400, "ValidationException", "1 validation error detected: " + problem);
    }

    /** A body that is no JSON object, or a member of another type than the model says. */
    public static ApiError serialization(String message) {
        return framework(400, "SerializationException", message);
    }

    public static ApiError unknownOperation(String path) {
        return framework(404, "UnknownOperationException", path + " is not a path of the X-Ray API");
    }

    public static ApiError wrongMethod(String method) {
        return framework(405, "UnknownOperationException",
                method + " is not supported: every operation of the X-Ray API is a POST");
    }

    private static ApiError internal() {
        return framework(500, "InternalFailure", "The embedded X-Ray failed; its log says why");
    }

    /** The answer to a call that the embedded X-Ray could not see through. */
    public static ApiError of(Throwable failure) {
        return switch (failure) {
            case RejectedExecutionException waiting -> throttled();
            case StoreException store when store.diskFull() ->
                framework(500, "InternalFailure", String.valueOf(store.getMessage()));
            default -> internal();
        };
    }

    private static ApiError modeled(int status, String type, String message) {
        return new ApiError(status, type, "Message", message, null);
    }

    private static ApiError framework(int status, String type, String message) {
        return new ApiError(status, type, "message", message, null);
    }

    public int status() {
        return status;
    }

    /** For the header x-amzn-ErrorType. */
    public String type() {
        return type;
    }

    /** X-Ray's own errors spell the member Message, its framework's message; some clients read the type from here only. */
    public JsonObject body() {
        var body = new JsonObject().put("__type", type).put(messageMember, getMessage());
        return resource == null ? body : body.put("ResourceName", resource);
    }
}
