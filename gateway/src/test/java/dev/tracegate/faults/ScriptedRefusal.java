package dev.tracegate.faults;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

/** An error in the form of X-Ray's, or of something on the way. */
final class ScriptedRefusal {
    private ScriptedRefusal() {}

    /** Something on the way answers. */
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
