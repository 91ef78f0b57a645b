package dev.tracegate.aws;

import dev.tracegate.dispatch.SendOutcome.Cause;
import dev.tracegate.dispatch.SendOutcome.Failed;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.retry.RetryUtils;

/** Reads an answer other than 200: which error, of which class, and when to come back. Throttling and clock codes are the SDK's lists. */
final class RefusedCall {
    // one list for the query and the JSON protocols' spelling of each
    private static final Set<String> EXPIRED = Set.of("ExpiredToken", "ExpiredTokenException");
    private static final Set<String> DENIED = Set.of("AccessDenied", "AccessDeniedException", "UnrecognizedClient",
            "UnrecognizedClientException", "InvalidClientTokenId", "InvalidClientTokenIdException",
            "MissingAuthenticationToken", "MissingAuthenticationTokenException", "InvalidSignatureException",
            "SignatureDoesNotMatch", "IncompleteSignature", "IncompleteSignatureException", "OptInRequired",
            "NotAuthorized", "AuthFailure");
    private static final Set<String> TRY_AGAIN = Set.of("RequestTimeout", "RequestTimeoutException",
            "PriorRequestNotComplete", "InternalError");

    private RefusedCall() {}

    static Failed read(HttpReply reply, InstantSource clock) {
        // an error page in HTML, from something in between, reads as an empty object
        var body = JsonBody.orEmpty(reply.body());
        var code = code(reply, body);
        var message = message(reply, body);
        return new Failed(cause(reply.status(), code, message), reply.status(), code, message,
                RetryAfter.of(reply.headers(), clock));
    }

    private static Cause cause(int status, String code, String message) {
        if (EXPIRED.contains(code)) {
            return Cause.EXPIRED_CREDENTIALS;
        }
        var error = AwsServiceException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
        if (RetryUtils.isClockSkewException(error) || isAboutTime(code, message)) {
            return Cause.CLOCK_SKEW;
        }
        if (RetryUtils.isThrottlingException(error)) {
            return Cause.THROTTLED;
        }
        return DENIED.contains(code) ? Cause.ACCESS_DENIED : ofStatus(status, code);
    }

    private static Cause ofStatus(int status, String code) {
        if (status >= 500 || status == 408 || TRY_AGAIN.contains(code)) {
            return Cause.SERVER;
        }
        // 404, 405, a redirect, a proxy's 407 and the like say nothing about the documents: a wrong endpoint, for an operator to put
        // right as a missing permission is
        return status == 400 || status == 413 ? Cause.CONTENT_REFUSED : Cause.ACCESS_DENIED;
    }

    /** X-Ray says "Signature expired: ... is now earlier than ..." and "Signature not yet current: ...". */
    private static boolean isAboutTime(String code, String message) {
        return (code.equals("InvalidSignatureException") || code.equals("SignatureDoesNotMatch"))
                && (message.contains("Signature expired") || message.contains("not yet current"));
    }

    private static String code(HttpReply reply, JsonObject body) {
        var header = reply.headers().get("x-amzn-ErrorType");
        var code = header == null ? text(body, "code", "__type") : header;
        if (code == null) {
            return "HTTP " + reply.status();
        }
        int colon = code.indexOf(':');
        var name = colon < 0 ? code : code.substring(0, colon);
        return name.substring(name.indexOf('#') + 1).strip();
    }

    private static String message(HttpReply reply, JsonObject body) {
        var text = text(body, "message", "Message");
        return text == null ? "X-Ray answered HTTP " + reply.status() : text;
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
