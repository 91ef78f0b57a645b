package dev.tracegate.aws.xray;

import dev.tracegate.aws.http.ErrorCode;
import dev.tracegate.aws.http.JsonBody;
import dev.tracegate.aws.http.Provenance;
import dev.tracegate.dispatch.SendOutcome.Cause;
import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.http.HttpReply;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Classifies an answer other than 200: who sent it ({@link Provenance}), which error it is, and when to try again. */
public final class ErrorClassifier {
    /** Characters of a header in a message. */
    private static final int MAX_HEADER_CHARACTERS = 60;

    private ErrorClassifier() {}

    public static Failed read(HttpReply reply, InstantSource clock) {
        var code = Provenance.errorType(reply);
        var retryAfter = RetryAfter.of(reply.headers(), clock);
        if (code == null) {
            return new Failed(reply.status() == 429 ? Cause.THROTTLED : Cause.ON_THE_WAY, reply.status(),
                    "HTTP " + reply.status(), foreign(reply), retryAfter);
        }
        var message = message(reply, JsonBody.orEmpty(reply.body()));
        return new Failed(cause(reply.status(), code, message), reply.status(), code, message, retryAfter);
    }

    private static Cause cause(int status, String code, String message) {
        return switch (ErrorCode.of(code)) {
            case EXPIRED -> Cause.EXPIRED_CREDENTIALS;
            case CLOCK_SKEW -> Cause.CLOCK_SKEW;
            case THROTTLED -> Cause.THROTTLED;
            case PASSING -> Cause.SERVER;
            case DENIED -> isAboutTime(code, message) ? Cause.CLOCK_SKEW : Cause.ACCESS_DENIED;
            case FINAL, UNKNOWN -> ofStatus(status);
        };
    }

    private static Cause ofStatus(int status) {
        if (status == 429) {
            return Cause.THROTTLED;
        }
        if (status >= 500 || status == 408) {
            return Cause.SERVER;
        }
        // 404, 405 and similar statuses are not about the documents: the endpoint is wrong, and an operator has to correct it, as with a
        // missing permission
        return status == 400 || status == 413 ? Cause.CONTENT_REFUSED : Cause.ACCESS_DENIED;
    }

    /** X-Ray's messages are "Signature expired: ... is now earlier than ..." and "Signature not yet current: ...". */
    private static boolean isAboutTime(String code, String message) {
        return (code.equalsIgnoreCase("InvalidSignatureException") || code.equalsIgnoreCase("SignatureDoesNotMatch"))
                && (message.contains("Signature expired") || message.contains("not yet current"));
    }

    private static String message(HttpReply reply, JsonObject body) {
        var text = text(body, "message", "Message");
        return text == null ? "X-Ray answered HTTP " + reply.status() : text;
    }

    /** Names the headers by which an operator can identify the server that answered. */
    private static String foreign(HttpReply reply) {
        return "the answer has no X-Ray error type, so it is not from X-Ray itself (Server: " + header(reply, "Server")
                + ", Content-Type: " + header(reply, "Content-Type") + ")";
    }

    private static String header(HttpReply reply, String name) {
        var value = reply.headers().get(name);
        return value == null ? "none"
                : value.length() > MAX_HEADER_CHARACTERS ? value.substring(0, MAX_HEADER_CHARACTERS) + "..." : value;
    }

    private static @Nullable String text(JsonObject body, String... names) {
        for (var name : names) {
            if (body.getValue(name) instanceof String text) {
                return text;
            }
        }
        return null;
    }
}
