package dev.tracegate.flow;

import dev.tracegate.flow.ledger.ShedReason;

/** A batch on its way out of memory: it is being stored, or is about to be. The ledger counts its segments as in flight. */
public final class LeavingBatch extends BatchState {

    LeavingBatch(Batch batch, BatchAccounts accounts) {
        super(batch, accounts);
    }

    /** The batch is on disk and no longer in memory. {@link Flow#recall} brings it back. */
    public void stored() {
        var all = leave();
        accounts.end(all).spooled(all.size());
        accounts.listener().spooled(all);
    }

    /** The batch is dropped. */
    public void shed(ShedReason reason) {
        var all = leave();
        accounts.end(all).shed(reason, all.size());
        accounts.listener().shed(all.tenant(), all.segments(), reason);
    }

    /** The disk did not take the batch: it stays in memory and waits for a call. */
    public WaitingBatch toWaiting() {
        var all = leave();
        accounts.inFlightToQueued(all);
        return new WaitingBatch(all, accounts);
    }
}
