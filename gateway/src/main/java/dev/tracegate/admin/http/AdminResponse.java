package dev.tracegate.admin.http;

import dev.tracegate.text.VisibleText;
import io.vertx.core.json.JsonObject;

/** The result of an operation. */
public sealed interface AdminResponse permits AdminResponse.Content, Problem {

    /**
     * A result to send as it is.
     *
     * @param body in UTF-8, with its last newline
     */
    record Content(int status, String contentType, String body) implements AdminResponse {}

    /** Lines of text; characters that a terminal acts on are escaped. */
    static Content text(int status, String body) {
        return new Content(status, "text/plain; charset=utf-8", VisibleText.lines(body) + "\n");
    }

    /** A JSON object; characters that a terminal acts on are escaped. */
    static Content json(int status, JsonObject body) {
        return json(status, "application/json", body);
    }

    /** This result as it is sent in reply to a request for {@code path}. */
    default Content content(String path) {
        return switch (this) {
            case Content content -> content;
            case Problem problem -> json(problem.kind().status(), "application/problem+json", problem.body(path));
        };
    }

    private static Content json(int status, String contentType, JsonObject body) {
        return new Content(status, contentType, VisibleText.json(body.encode()) + "\n");
    }
}
