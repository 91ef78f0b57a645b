package dev.tracegate.flow;

import dev.tracegate.segment.Segment;
import java.util.List;

/** A batch outside its queue that waits for a call: the first one, or another one after a failure. The ledger counts its segments as queued. */
public final class WaitingBatch extends BatchState {

    WaitingBatch(Batch batch, BatchAccounts accounts) {
        super(batch, accounts);
    }

    /**
     * A batch cut in two.
     *
     * @param first the segments at the front
     * @param rest the others
     */
    public record Parts(WaitingBatch first, WaitingBatch rest) {}

    /** A call with the batch starts. */
    public InFlightBatch toInFlight() {
        return new InFlightBatch(start(), accounts);
    }

    /** The batch is to be stored, or shed where that fails. */
    public LeavingBatch toLeaving() {
        return new LeavingBatch(start(), accounts);
    }

    /**
     * The segments go back to the front of their tenant's queue.
     *
     * @param sentBefore whether a call was made with them: the next one, which the queue cannot tell from a first one, is counted as a retry here
     */
    public void toQueue(boolean sentBefore) {
        var all = leave();
        if (sentBefore) {
            accounts.retried(all);
        }
        accounts.requeue(all);
    }

    /**
     * Cuts the batch in two, which both wait.
     *
     * @param count segments of the first part: at least one, and fewer than the batch has
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
