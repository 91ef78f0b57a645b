package dev.tracegate.dispatch;

import dev.tracegate.flow.Batch;
import io.vertx.core.Future;

/** Where batches go: X-Ray, or the embedded X-Ray. One attempt a call; whoever calls decides about another. */
public interface SegmentSink {

    /**
     * Sends a batch once, or says that it could not yet ({@link SendOutcome.NotSent}).
     *
     * @return completes on the caller's event loop with the outcome, within the sink's own time limit. It fails only because of a bug: an
     *     unreachable sink, a refusal and a timeout are outcomes.
     */
    Future<SendOutcome> send(Batch batch);
}
