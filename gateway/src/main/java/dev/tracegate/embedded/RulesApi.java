package dev.tracegate.embedded;

import dev.tracegate.embedded.api.ApiError;
import dev.tracegate.embedded.api.SamplingOperations;
import dev.tracegate.ingest.tcp.ApiCall;
import dev.tracegate.ingest.tcp.ApiHandler;
import dev.tracegate.ingest.tcp.ApiReply;
import dev.tracegate.sampling.book.RuleBooks;
import dev.tracegate.sampling.quota.SamplingTargets;
import io.vertx.core.Future;
import java.util.UUID;
import java.util.function.Supplier;

/** Answers the SDKs' sampling calls from the gateway's rule books, in place of X-Ray. Does not block; for one event loop. */
public final class RulesApi implements ApiHandler {
    private final SamplingOperations operations;
    private final Replies replies;

    /**
     * @param targets answers reports; owned by the event loop of the calls
     * @param arnPrefix what precedes the name of a rule in its ARN
     * @param requestIds values of {@code x-amzn-RequestId}
     */
    public RulesApi(RuleBooks books, SamplingTargets targets, String arnPrefix, Supplier<UUID> requestIds) {
        this.operations = new SamplingOperations(books, targets, arnPrefix);
        this.replies = new Replies(requestIds);
    }

    @Override
    public Future<ApiReply> answer(ApiCall call) {
        var operation = operations.byPath().get(call.path());
        return Future.succeededFuture(operation == null
                ? replies.error(ApiError.unknownOperation(call.path()))
                : replies.to(operation, call));
    }
}
