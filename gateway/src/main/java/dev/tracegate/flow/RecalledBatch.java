package dev.tracegate.flow;

/**
 * A batch that was read back from disk. It is charged to the memory budget, but not to its tenant's own limit, which stays free for new segments. The
 * ledger counts its segments as queued.
 */
public final class RecalledBatch extends BatchState {

    RecalledBatch(Batch batch, BatchAccounts accounts) {
        super(batch, accounts);
    }

    /** The batch will be sent, and counts towards its tenant's limit from now on. */
    public WaitingBatch toWaiting() {
        var all = leave();
        accounts.begin(all);
        return new WaitingBatch(all, accounts);
    }
}
