package dev.tracegate.admin.http;

import io.vertx.core.json.JsonObject;

/**
 * An error, sent as {@code application/problem+json} (RFC 9457).
 *
 * @param message for the operator: what is wrong, and what to do
 */
public record Problem(ProblemKind kind, String message) implements AdminResponse {
    /** Characters of a quoted text. A trace id has 35; longer texts would make the message hard to read. */
    private static final int MOST_QUOTED = 64;

    public static Problem badRequest(String message) {
        return new Problem(ProblemKind.BAD_REQUEST, message);
    }

    public static Problem notFound(String message) {
        return new Problem(ProblemKind.NOT_FOUND, message);
    }

    /** Quotes text from a request, shortened to 64 characters. */
    public static String quoted(String text) {
        return "\"" + (text.length() <= MOST_QUOTED ? text : text.substring(0, MOST_QUOTED) + "...") + "\"";
    }

    /**
     * The body of the response. {@code error} and {@code message} existed before the members of RFC 9457 and stay for existing clients.
     *
     * @param instance the path of the request
     */
    public JsonObject body(String instance) {
        return new JsonObject().put("type", "about:blank")
                .put("title", kind.title())
                .put("status", kind.status())
                .put("detail", message)
                .put("instance", instance)
                .put("error", kind.error())
                .put("message", message);
    }
}
