package dev.tracegate.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tracegate.dispatch.SegmentSink;
import dev.tracegate.dispatch.SendOutcome;
import dev.tracegate.embedded.api.UnprocessedDocument;
import dev.tracegate.flow.Batch;
import dev.tracegate.segment.Segment;
import io.vertx.core.Future;
import io.vertx.core.json.Json;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/**
 * The sink of embedded mode: stores batches in the embedded X-Ray, without HTTP but with the same checks as PutTraceSegments. A full queue counts as
 * throttling (429), a failed write as a server error (500); the dispatcher retries both. A document that fails the checks is final.
 *
 * <p>Called on the event loop of the dispatcher; the outcome completes there.
 */
public final class EmbeddedSink implements SegmentSink {
    private final EmbeddedXRay xray;

    public EmbeddedSink(EmbeddedXRay xray) {
        this.xray = xray;
    }

    @Override
    public Future<SendOutcome> send(Batch batch) {
        return xray.store(() -> batch.segments().stream().map(EmbeddedSink::document).toList())
                .map(this::stored)
                .recover(failure -> Future.succeededFuture(failed(failure)));
    }

    /** The document of a segment. A segment holds it escaped as the content of a JSON string, so decoding needs only the quotes. */
    private static String document(Segment segment) {
        return (String) Json.decodeValue('"' + new String(segment.escaped(), UTF_8) + '"');
    }

    private SendOutcome stored(List<UnprocessedDocument> rejected) {
        var unprocessed = rejected.stream()
                .map(document -> new SendOutcome.Unprocessed(document.id(), document.code(), document.message(),
                        SendOutcome.Verdict.FINAL))
                .toList();
        return new SendOutcome.Answered(xray.requestId().toString(), unprocessed);
    }

    private static SendOutcome failed(Throwable failure) {
        var message = String.valueOf(failure.getMessage());
        return failure instanceof RejectedExecutionException
                ? new SendOutcome.Failed(SendOutcome.Cause.THROTTLED, 429, "ThrottledException", message, null)
                : new SendOutcome.Failed(SendOutcome.Cause.SERVER, 500, "InternalFailure", message, null);
    }
}
