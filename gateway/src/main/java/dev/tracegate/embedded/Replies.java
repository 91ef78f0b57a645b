package dev.tracegate.embedded;

import dev.tracegate.embedded.api.ApiError;
import dev.tracegate.embedded.api.CallerIdentity;
import dev.tracegate.embedded.api.LoneSurrogates;
import dev.tracegate.ingest.tcp.ApiReply;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import java.util.function.Supplier;

/** Answers as X-Ray's front end words them. */
record Replies(Supplier<UUID> requestIds) {
    private static final String JSON = "application/json";

    ApiReply ok(JsonObject answer) {
        return reply(200, JSON, requestIds.get(), text(answer));
    }

    /** The error's type stands in a header, where most clients look, and in the body, where the others do. */
    ApiReply error(ApiError error) {
        var reply = reply(error.status(), JSON, requestIds.get(), text(error.body()));
        reply.headers().set("x-amzn-ErrorType", error.type());
        if (error.status() == 405) {
            reply.headers().set("Allow", "POST");
        }
        return reply;
    }

    ApiReply callerIdentity() {
        var requestId = requestIds.get();
        return reply(200, "text/xml", requestId, CallerIdentity.answer(requestId));
    }

    /** What documents have as escapes are lone surrogates once they are read: they are escapes again. */
    private static String text(JsonObject json) {
        return LoneSurrogates.escape(json.encode());
    }

    private static ApiReply reply(int status, String contentType, UUID requestId, String body) {
        var headers = MultiMap.caseInsensitiveMultiMap()
                .set("Content-Type", contentType)
                .set("x-amzn-RequestId", requestId.toString());
        return new ApiReply(status, headers, Buffer.buffer(body));
    }
}
