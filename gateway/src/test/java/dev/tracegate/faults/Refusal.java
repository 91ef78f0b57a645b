package dev.tracegate.faults;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

/** An error in the form of X-Ray's. */
final class Refusal {
    private Refusal() {}

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
