package dev.tracegate.aws;

import dev.tracegate.aws.XRayCalls.Answer;
import dev.tracegate.dispatch.SendOutcome.Cause;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.retry.RetryUtils;

/**
 * An error answer of X-Ray, with the class it belongs to.
 *
 * @param code the error's name, such as {@code ThrottledException}; the status where it has none
 */
record ApiError(Cause cause, String code, String message) {
    private static final Set<String> EXPIRED = Set.of("ExpiredToken", "ExpiredTokenException");
    private static final Set<String> SKEWED = Set.of("RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture");
    /** With these codes the message says whether it was the time that did not fit. */
    private static final Set<String> PERHAPS_SKEWED = Set.of("InvalidSignatureException", "SignatureDoesNotMatch",
            "AuthFailure");

    static ApiError of(Answer answer) {
        var body = json(answer);
        var code = code(answer, body);
        var message = body.getString("Message", body.getString("message", ""));
        return new ApiError(cause(answer.status(), code, message), code,
                message.isEmpty() ? "HTTP status " + answer.status() : message);
    }

    private static Cause cause(int status, String code, String message) {
        if (EXPIRED.contains(code)) {
            return Cause.EXPIRED_CREDENTIALS;
        }
        if (SKEWED.contains(code) || (PERHAPS_SKEWED.contains(code) && speaksOfTime(message))) {
            return Cause.CLOCK_SKEW;
        }
        if (throttled(status, code)) {
            return Cause.THROTTLED;
        }
        return switch (status) {
            case 401, 403 -> Cause.ACCESS_DENIED;
            case 408 -> Cause.TIMEOUT;
            case 400, 413 -> Cause.CONTENT_REFUSED;
            default -> Cause.SERVER;
        };
    }

    /** The SDK's list of throttling codes, and 429 under whatever name. */
    private static boolean throttled(int status, String code) {
        return RetryUtils.isThrottlingException(AwsServiceException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build());
    }

    private static boolean speaksOfTime(String message) {
        var lower = message.toLowerCase(Locale.ROOT);
        return lower.contains("expired") || lower.contains("not yet current") || lower.contains("skew");
    }

    private static JsonObject json(Answer answer) {
        try {
            return answer.body().length() == 0 ? new JsonObject() : answer.body().toJsonObject();
        } catch (DecodeException | ClassCastException notJson) {
            return new JsonObject();
        }
    }

    /** From the header, else the body; as a bare name: {@code com.amazon#ThrottledException:http://…} is ThrottledException. */
    private static String code(Answer answer, JsonObject body) {
        var named = first(answer.headers().get("x-amzn-ErrorType"), text(body.getValue("__type")),
                text(body.getValue("code")));
        if (named == null) {
            return "Http" + answer.status();
        }
        int colon = named.indexOf(':');
        var bare = colon < 0 ? named : named.substring(0, colon);
        return bare.substring(bare.indexOf('#') + 1);
    }

    private static @Nullable String first(@Nullable String... candidates) {
        for (var candidate : candidates) {
            if (candidate != null && !candidate.isBlank()) {
                return candidate;
            }
        }
        return null;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value instanceof String text ? text : null;
    }
}
