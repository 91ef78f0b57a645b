package dev.tracegate.flow;

import dev.tracegate.segment.Segment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch with a call in flight or just ended. The outcome can differ between segments, so a transition can apply to some of them; every segment makes
 * exactly one transition. The ledger counts the segments as in flight.
 */
public final class InFlightBatch extends BatchState {

    InFlightBatch(Batch batch, BatchAccounts accounts) {
        super(batch, accounts);
    }

    /**
     * X-Ray accepted these segments.
     *
     * @param some segments of the batch
     * @param requestId X-Ray's id of the call; null if it sent none
     */
    public void delivered(List<Segment> some, @Nullable String requestId) {
        var part = leave(some);
        accounts.end(part).delivered(part.size());
        accounts.listener().delivered(part.tenant(), part.segments(), requestId);
    }

    /** X-Ray refused the segment permanently. */
    public void deadLettered(Segment segment, SegmentRefusal refusal) {
        leave(1);
        accounts.end(tenant(), 1, segment.bytes()).deadLettered(refusal.code(), 1);
        accounts.listener().deadLettered(tenant(), segment, refusal);
    }

    /** Counts the call as a retry, because an earlier call sent the segments. Not a transition. */
    public void countRetry() {
        accounts.retried(batch());
    }

    /** The whole batch waits for another call. */
    public WaitingBatch toWaiting() {
        return waiting(leave());
    }

    /**
     * These segments wait for another call.
     *
     * @param some segments of the batch
     */
    public WaitingBatch toWaiting(List<Segment> some) {
        return waiting(leave(some));
    }

    /** The call is abandoned because the process stops: the batch is stored or shed. */
    public LeavingBatch toLeaving() {
        return new LeavingBatch(leave(), accounts);
    }

    private WaitingBatch waiting(Batch part) {
        accounts.inFlightToQueued(part);
        return new WaitingBatch(part, accounts);
    }
}
