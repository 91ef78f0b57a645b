package dev.tracegate.admin.http;

import io.vertx.core.json.JsonObject;

/**
 * Why a request has no answer.
 *
 * @param error a word for programs
 * @param message for people: what is wrong, and what to do
 */
public record Problem(int status, String error, String message) {
    private static final int SHOWN = 64;

    public static Problem bad(String message) {
        return new Problem(400, "bad_request", message);
    }

    public static Problem notFound(String message) {
        return new Problem(404, "not_found", message);
    }

    /** What somebody sent, cut where it is long. */
    public static String quoted(String text) {
        return "\"" + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...") + "\"";
    }

    /** As JSON below {@code /v1}, as text elsewhere. */
    public AdminResponse page(String path) {
        return isApi(path) ? json() : AdminResponse.text(status, message);
    }

    public AdminResponse json() {
        return AdminResponse.json(status, new JsonObject().put("error", error).put("message", message));
    }

    public static boolean isApi(String path) {
        return path.startsWith("/v1/");
    }
}
