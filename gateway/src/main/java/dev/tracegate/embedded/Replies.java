package dev.tracegate.embedded;

import dev.tracegate.embedded.api.ApiError;
import dev.tracegate.embedded.api.Caller;
import dev.tracegate.embedded.api.CallerIdentity;
import dev.tracegate.embedded.api.Input;
import dev.tracegate.embedded.api.LoneSurrogates;
import dev.tracegate.embedded.api.Operation;
import dev.tracegate.ingest.tcp.ApiCall;
import dev.tracegate.ingest.tcp.ApiReply;
import dev.tracegate.sampling.rule.InvalidRule;
import dev.tracegate.sampling.rule.RuleRefusal;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import java.util.function.Supplier;

/** Builds HTTP replies with the headers and bodies of X-Ray's front end. Every reply has an {@code x-amzn-RequestId}. For any thread. */
record Replies(Supplier<UUID> requestIds) {
    private static final String JSON = "application/json";

    /** Runs an operation, and replies with its answer or its refusal. Blocks if the operation does. */
    ApiReply to(Operation operation, ApiCall call) {
        try {
            return ok(operation.answer(Input.of(call.body(), Caller.of(call))));
        } catch (ApiError e) {
            return error(e);
        } catch (InvalidRule | RuleRefusal e) {
            return error(ApiError.of(e));
        }
    }

    ApiReply ok(JsonObject body) {
        return reply(200, JSON, requestIds.get(), text(body));
    }

    /** The type of the error goes into a header, where most clients look for it, and into the body, where the others do. */
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
        return reply(200, "text/xml", requestId, CallerIdentity.reply(requestId));
    }

    /** Writes lone surrogates as JSON escapes: documents may contain them as escapes, and UTF-8 cannot encode them. */
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
