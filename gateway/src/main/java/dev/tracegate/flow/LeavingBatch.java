package dev.tracegate.flow;

import dev.tracegate.flow.ledger.ShedReason;

/** A batch that leaves memory: it is being stored, or will be stored or shed. The ledger counts its segments as in flight. */
public final class LeavingBatch extends BatchState {

    LeavingBatch(Batch batch, BatchAccounts accounts) {
        super(batch, accounts);
    }

    /** The batch is on disk and no longer in memory. {@link Flow#recall} reverses this. */
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

    /** The batch could not be stored: it stays in memory and waits for a call. */
    public WaitingBatch toWaiting() {
        var all = leave();
        accounts.inFlightToQueued(all);
        return new WaitingBatch(all, accounts);
    }
}
