package dev.tracegate.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tracegate.dispatch.SegmentSink;
import dev.tracegate.dispatch.SendOutcome;
import dev.tracegate.embedded.api.Refusal;
import dev.tracegate.flow.Batch;
import dev.tracegate.segment.Segment;
import io.vertx.core.Future;
import io.vertx.core.json.Json;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/** The sink of embedded mode: batches go into the embedded X-Ray, past HTTP, through the same checks. */
public final class EmbeddedSink implements SegmentSink {
    private final EmbeddedXRay xray;

    public EmbeddedSink(EmbeddedXRay xray) {
        this.xray = xray;
    }

    @Override
    public Future<SendOutcome> send(Batch batch) {
        return xray.take(() -> batch.segments().stream().map(EmbeddedSink::document).toList())
                .map(this::answered)
                .recover(failure -> Future.succeededFuture(failed(failure)));
    }

    /** A segment is kept as it stands in a JSON string; the quotes make it one. */
    private static String document(Segment segment) {
        return (String) Json.decodeValue('"' + new String(segment.escaped(), UTF_8) + '"');
    }

    private SendOutcome answered(List<Refusal> refusals) {
        var unprocessed = refusals.stream()
                .map(refusal -> new SendOutcome.Unprocessed(refusal.id(), refusal.code(), refusal.message(),
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
