package dev.tracegate.admin;

import dev.tracegate.text.VisibleText;
import io.vertx.core.json.JsonObject;

/** The answer to one look at the admin API. */
record Page(int status, String contentType, String body) {
    static final String TEXT = "text/plain; charset=utf-8";
    static final String JSON = "application/json";

    static Page text(int status, String body) {
        return new Page(status, TEXT, VisibleText.lines(body) + "\n");
    }

    static Page json(int status, JsonObject body) {
        return new Page(status, JSON, VisibleText.json(body.encode()) + "\n");
    }
}
