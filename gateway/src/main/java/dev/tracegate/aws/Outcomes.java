package dev.tracegate.aws;

import dev.tracegate.aws.XRayCalls.Answer;
import dev.tracegate.dispatch.SendOutcome;
import dev.tracegate.dispatch.SendOutcome.Answered;
import dev.tracegate.dispatch.SendOutcome.Cause;
import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.dispatch.SendOutcome.Unprocessed;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads what became of an upload from X-Ray's answer, or from what went wrong instead of one. */
final class Outcomes {
    private Outcomes() {}

    /** @param now for a Retry-After that is a date */
    static SendOutcome of(Answer answer, Instant now) {
        if (answer.status() == 200) {
            return answered(answer);
        }
        var error = ApiError.of(answer);
        return new Failed(error.cause(), answer.status(), error.code(), error.message(),
                RetryAfter.of(answer.headers(), now));
    }

    static SendOutcome of(Throwable failure) {
        return switch (failure) {
            case XRayCalls.Unsigned none -> new Failed(Cause.NO_CREDENTIALS, 0, "NoCredentials", text(none), null);
            case TimeoutException late -> new Failed(Cause.TIMEOUT, 0, "Timeout", text(late), null);
            default -> new Failed(Cause.CONNECTION, 0, failure.getClass().getSimpleName(), text(failure), null);
        };
    }

    private static SendOutcome answered(Answer answer) {
        try {
            var listed = answer.body().toJsonObject().getJsonArray("UnprocessedTraceSegments");
            return new Answered(answer.headers().get("x-amzn-RequestId"), unprocessed(listed));
        } catch (DecodeException | ClassCastException unreadable) {
            // it may have been accepted: sending again may duplicate, not sending may lose
            return new Failed(Cause.SERVER, answer.status(), "UnreadableAnswer", "a 200 answer that is not X-Ray's",
                    null);
        }
    }

    private static List<Unprocessed> unprocessed(@Nullable JsonArray listed) {
        if (listed == null) {
            return List.of();
        }
        var entries = new ArrayList<Unprocessed>();
        for (int i = 0; i < listed.size(); i++) {
            JsonObject entry = listed.getJsonObject(i);
            if (entry != null) {
                entries.add(new Unprocessed(entry.getString("Id"), entry.getString("ErrorCode"),
                        entry.getString("Message")));
            }
        }
        return entries;
    }

    private static String text(Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
