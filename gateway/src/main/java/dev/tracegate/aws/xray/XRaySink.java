package dev.tracegate.aws.xray;

import dev.tracegate.aws.http.ErrorCode;
import dev.tracegate.aws.http.LocalFailure;
import dev.tracegate.aws.http.NoCredentialsException;
import dev.tracegate.aws.http.Provenance;
import dev.tracegate.dispatch.SegmentSink;
import dev.tracegate.dispatch.SendOutcome;
import dev.tracegate.dispatch.SendOutcome.Answered;
import dev.tracegate.dispatch.SendOutcome.Cause;
import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.dispatch.SendOutcome.NotSent;
import dev.tracegate.dispatch.SendOutcome.Unprocessed;
import dev.tracegate.dispatch.SendOutcome.Verdict;
import dev.tracegate.flow.Batch;
import dev.tracegate.http.HttpCaller;
import dev.tracegate.http.HttpReply;
import dev.tracegate.http.ReplyBound;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends batches to X-Ray: one signed PutTraceSegments call for each, on the caller's event loop, without the SDK client. It keeps no state
 * of a batch: another attempt is another call with a new signature.
 */
public final class XRaySink implements SegmentSink {
    /** The wait for credentials that are being fetched. An STS call takes some 100 ms; if it takes longer, the batch waits again. */
    private static final Duration CREDENTIALS_WAIT = Duration.ofMillis(250);

    private final XRayCalls calls;
    private final HttpCaller uploads;
    private final ConnectionErrors errors;
    private final InstantSource clock;
    private final Duration limit;

    public XRaySink(XRayCalls calls, HttpCaller uploads, ConnectionErrors errors, InstantSource clock, Duration limit) {
        this.calls = calls;
        this.uploads = uploads;
        this.errors = errors;
        this.clock = clock;
        this.limit = limit;
    }

    @Override
    public Future<SendOutcome> send(Batch batch) {
        return calls.post(uploads, "/TraceSegments", calls.timestamp(), () -> SegmentsBody.of(batch.segments()), limit,
                ReplyBound.PUT_TRACE_SEGMENTS, this::outcome)
                .recover(XRaySink::unanswered)
                .onSuccess(this::count);
    }

    private static Future<SendOutcome> unanswered(Throwable error) {
        if (error instanceof NoCredentialsException none && none.isInProgress()) {
            return Future.succeededFuture(new NotSent(CREDENTIALS_WAIT));
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
            return ErrorClassifier.read(reply, clock);
        }
        if (!reply.whole()) {
            return unreadable("the answer is incomplete");
        }
        var list = Provenance.unprocessed(reply);
        if (list == null) {
            return unreadable("the answer is not a JSON object with the list UnprocessedTraceSegments");
        }
        try {
            return new Answered(reply.headers().get("x-amzn-RequestId"), unprocessed(list));
        } catch (ClassCastException e) {
            return unreadable("an entry of the answer's UnprocessedTraceSegments is not an object of strings");
        }
    }

    private static Failed unreadable(String message) {
        return new Failed(Cause.SERVER, 200, LocalFailure.UNREADABLE, message, null);
    }

    private static List<Unprocessed> unprocessed(JsonArray entries) {
        var unprocessed = new ArrayList<Unprocessed>(entries.size());
        for (var entry : entries) {
            unprocessed.add(unprocessed((JsonObject) entry));
        }
        return unprocessed;
    }

    private static Unprocessed unprocessed(@Nullable JsonObject entry) {
        if (entry == null) {
            throw new ClassCastException("null");
        }
        var code = entry.getString("ErrorCode");
        return new Unprocessed(entry.getString("Id"), code, entry.getString("Message"),
                code == null ? Verdict.UNKNOWN : ErrorCode.of(code).ofSegment());
    }
}
