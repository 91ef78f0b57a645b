package dev.tracegate.embedded.api;

import dev.tracegate.embedded.store.StoreException;
import dev.tracegate.sampling.rule.InvalidRule;
import dev.tracegate.sampling.rule.RuleRefusal;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** An error reply of the X-Ray API: HTTP status, error type and message. Used for control flow, so it has no stack trace. */
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

    /** Invalid input, also for groups and traces that do not exist. */
    static ApiError invalidRequest(String message) {
        return modeled(400, "InvalidRequestException", message);
    }

    /** @param resource ARN of the resource, for the member {@code ResourceName} */
    static ApiError resourceNotFound(String message, String resource) {
        return new ApiError(404, "ResourceNotFoundException", "Message", message, resource);
    }

    /** The queue of the worker is full. SDKs retry this type. */
    private static ApiError throttled() {
        return modeled(429, "ThrottledException", "Too many calls are waiting for the embedded X-Ray; try again");
    }

    /** A member that is missing or out of bounds. */
    static ApiError validation(String problem) {
        return framework(400, "ValidationException", "1 validation error detected: " + problem);
    }

    /** A body that is not a JSON object, or a member that has another type than in X-Ray's model. */
    public static ApiError serialization(String message) {
        return framework(400, "SerializationException", message);
    }

    /** A path that is not in the X-Ray API. */
    public static ApiError unknownOperation(String path) {
        return framework(404, "UnknownOperationException", path + " is not a path of the X-Ray API");
    }

    /** An HTTP method other than POST. */
    public static ApiError wrongMethod(String method) {
        return framework(405, "UnknownOperationException",
                method + " is not supported: every operation of the X-Ray API is a POST");
    }

    private static ApiError internal() {
        return framework(500, "InternalFailure", "The embedded X-Ray failed; see its log");
    }

    /** The reply to a call that failed inside the embedded X-Ray: 429 if a queue is full, 400 if a sampling rule is refused, else 500. */
    public static ApiError of(Throwable failure) {
        return switch (failure) {
            case InvalidRule invalid -> invalidRequest(String.valueOf(invalid.getMessage()));
            case RuleRefusal refused -> refused(refused);
            case RejectedExecutionException queueFull -> throttled();
            case StoreException store when store.diskFull() ->
                framework(500, "InternalFailure", String.valueOf(store.getMessage()));
            default -> internal();
        };
    }

    private static ApiError refused(RuleRefusal refused) {
        var message = String.valueOf(refused.getMessage());
        return switch (refused.reason()) {
            case TOO_MANY -> modeled(400, "RuleLimitExceededException", message);
            case STORE -> framework(500, "InternalFailure", message);
            case EXISTS, UNKNOWN, DEFAULT_RULE, READ_ONLY -> invalidRequest(message);
        };
    }

    private static ApiError modeled(int status, String type, String message) {
        return new ApiError(status, type, "Message", message, null);
    }

    private static ApiError framework(int status, String type, String message) {
        return new ApiError(status, type, "message", message, null);
    }

    /** HTTP status. */
    public int status() {
        return status;
    }

    /** Value of the header {@code x-amzn-ErrorType}. */
    public String type() {
        return type;
    }

    /**
     * Body of the reply. X-Ray's own errors have a member {@code Message}, those of its framework {@code message}. {@code __type} is for
     * clients that ignore the header.
     */
    public JsonObject body() {
        var body = new JsonObject().put("__type", type).put(messageMember, getMessage());
        return resource == null ? body : body.put("ResourceName", resource);
    }
}
