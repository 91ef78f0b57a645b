package dev.tracegate.flow;

import dev.tracegate.segment.Segment;
import java.util.List;

/** A batch outside its queue that waits for a call: the first one, or another one after a failure. The ledger counts its segments as queued. */
public final class WaitingBatch extends BatchState {

    WaitingBatch(Batch batch, BatchAccounts accounts) {
        super(batch, accounts);
    }

    /**
     * A batch split in two.
     *
     * @param first the first segments
     * @param rest the other segments
     */
    public record Parts(WaitingBatch first, WaitingBatch rest) {}

    /** A call with the batch starts. */
    public InFlightBatch toInFlight() {
        return new InFlightBatch(start(), accounts);
    }

    /** The batch will be stored, or shed if that fails. */
    public LeavingBatch toLeaving() {
        return new LeavingBatch(start(), accounts);
    }

    /**
     * Puts the segments back to the front of their tenant's queue.
     *
     * @param sentBefore whether a call was made with them. If so, the retry is counted here, because the queue does not distinguish it from a first call
     */
    public void toQueue(boolean sentBefore) {
        var all = leave();
        if (sentBefore) {
            accounts.retried(all);
        }
        accounts.requeue(all);
    }

    /**
     * Splits the batch in two waiting batches.
     *
     * @param count segments of the first part, at least 1 and less than the size of the batch
     */
    public Parts split(int count) {
        var all = leave();
        var segments = all.segments();
        return new Parts(part(segments.subList(0, count)), part(segments.subList(count, segments.size())));
    }

    private WaitingBatch part(List<Segment> segments) {
        return new WaitingBatch(Batch.of(tenant(), segments), accounts);
    }

    private Batch start() {
        var all = leave();
        accounts.queuedToInFlight(all);
        return all;
    }
}
