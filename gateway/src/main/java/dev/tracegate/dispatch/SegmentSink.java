package dev.tracegate.dispatch;

import dev.tracegate.flow.Batch;
import io.vertx.core.Future;

/** Port to the receiver of batches: X-Ray, or the embedded X-Ray. A call is one attempt; the dispatcher decides about retries. */
public interface SegmentSink {

    /**
     * Sends a batch once, or completes with {@link SendOutcome.NotSent} if it cannot do so yet.
     *
     * @return completes on the caller's event loop with the outcome, within the sink's own time limit. An unreachable X-Ray, a refusal and a
     *     timeout are outcomes; the future fails only because of a bug
     */
    Future<SendOutcome> send(Batch batch);
}
