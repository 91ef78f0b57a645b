package dev.tracegate.admin.http;

import dev.tracegate.text.VisibleText;
import io.vertx.core.json.JsonObject;

/** The answer to one look at the admin API. */
public record AdminResponse(int status, String contentType, String body) {
    static final String TEXT = "text/plain; charset=utf-8";
    static final String JSON = "application/json";

    public static AdminResponse text(int status, String body) {
        return new AdminResponse(status, TEXT, VisibleText.lines(body) + "\n");
    }

    public static AdminResponse json(int status, JsonObject body) {
        return new AdminResponse(status, JSON, VisibleText.json(body.encode()) + "\n");
    }
}
