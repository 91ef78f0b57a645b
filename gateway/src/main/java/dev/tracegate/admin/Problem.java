package dev.tracegate.admin;

import io.vertx.core.json.JsonObject;

/**
 * Why a request has no answer.
 *
 * @param error a word for programs
 * @param message for people: what is wrong, and what to do
 */
record Problem(int status, String error, String message) {
    private static final int SHOWN = 64;

    static Problem bad(String message) {
        return new Problem(400, "bad_request", message);
    }

    static Problem notFound(String message) {
        return new Problem(404, "not_found", message);
    }

    /** What somebody sent, cut where it is long. */
    static String quoted(String text) {
        return "\"" + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...") + "\"";
    }

    /** As JSON below {@code /v1}, as text elsewhere. */
    Page page(String path) {
        return isApi(path) ? json() : Page.text(status, message);
    }

    Page json() {
        return Page.json(status, new JsonObject().put("error", error).put("message", message));
    }

    static boolean isApi(String path) {
        return path.startsWith("/v1/");
    }
}
