package dev.tracegate.aws;

import dev.tracegate.dispatch.SegmentSink;
import dev.tracegate.dispatch.SendOutcome;
import dev.tracegate.dispatch.SendOutcome.Answered;
import dev.tracegate.dispatch.SendOutcome.Cause;
import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.dispatch.SendOutcome.NotSent;
import dev.tracegate.dispatch.SendOutcome.Unprocessed;
import dev.tracegate.flow.Batch;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends batches to X-Ray: one signed PutTraceSegments a batch, on the caller's event loop, over the lean path (no SDK client). It keeps
 * nothing of a batch: another attempt is another call, signed anew.
 */
final class XRaySink implements SegmentSink {
    /** An STS call takes some 100 ms; where this is too early, the batch waits longer the next time. */
    private static final Duration FETCH = Duration.ofMillis(250);

    private final XRayCalls calls;
    private final HttpCaller uploads;
    private final ConnectionErrors errors;
    private final InstantSource clock;
    private final Duration limit;

    XRaySink(XRayCalls calls, HttpCaller uploads, ConnectionErrors errors, InstantSource clock, Duration limit) {
        this.calls = calls;
        this.uploads = uploads;
        this.errors = errors;
        this.clock = clock;
        this.limit = limit;
    }

    @Override
    public Future<SendOutcome> send(Batch batch) {
        return calls.post(uploads, "/TraceSegments", calls.timestamp(), () -> SegmentsBody.of(batch.segments()), limit)
                .map(this::outcome)
                .recover(XRaySink::unanswered)
                .onSuccess(this::count);
    }

    private static Future<SendOutcome> unanswered(Throwable error) {
        if (error instanceof NoCredentialsException none && none.isComing()) {
            return Future.succeededFuture(new NotSent(FETCH));
        }
        return LocalFailure.isExpected(error)
                ? Future.succeededFuture(LocalFailure.read(error))
                : Future.failedFuture(error);
    }

    private void count(SendOutcome outcome) {
        if (outcome instanceof Failed failed) {
            errors.count(failed);
        }
    }

    private SendOutcome outcome(HttpReply reply) {
        if (reply.status() != 200) {
            return RefusedCall.read(reply, clock);
        }
        if (!reply.whole()) {
            return unreadable("the answer was cut off");
        }
        var answer = JsonBody.object(reply.body());
        if (answer == null) {
            return unreadable("the answer is not a JSON object");
        }
        try {
            return new Answered(reply.headers().get("x-amzn-RequestId"),
                    unprocessed(answer.getJsonArray("UnprocessedTraceSegments")));
        } catch (ClassCastException e) {
            return unreadable("the answer's UnprocessedTraceSegments is not a list of objects");
        }
    }

    private static Failed unreadable(String message) {
        return new Failed(Cause.SERVER, 200, "unreadable_answer", message, null);
    }

    private static List<Unprocessed> unprocessed(@Nullable JsonArray entries) {
        if (entries == null || entries.isEmpty()) {
            return List.of();
        }
        var unprocessed = new ArrayList<Unprocessed>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            var entry = entries.getJsonObject(i);
            unprocessed.add(new Unprocessed(entry.getString("Id"), entry.getString("ErrorCode"),
                    entry.getString("Message")));
        }
        return unprocessed;
    }
}
