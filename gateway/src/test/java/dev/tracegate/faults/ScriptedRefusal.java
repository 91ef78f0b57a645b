package dev.tracegate.faults;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

/** An error response of X-Ray or of an intermediary. */
final class ScriptedRefusal {
    private ScriptedRefusal() {}

    /** The response of an intermediary. */
    static void page(HttpServerRequest request, int status) {
        if (!request.response().closed()) {
            request.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", "text/html")
                    .putHeader("Server", "awselb/2.0")
                    .end("<html><head><title>" + status + "</title></head><body></body></html>");
        }
    }

    static void answer(HttpServerRequest request, int status, String code, String message) {
        if (!request.response().closed()) {
            request.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", "application/json")
                    .putHeader("x-amzn-ErrorType", code)
                    .end(new JsonObject().put("message", message).encode());
        }
    }
}
