package dev.tracegate.flow;

/**
 * A batch that was read back from disk. It takes memory, but not of its tenant's own limit, so that it leaves room for new segments. The ledger
 * counts its segments as queued.
 */
public final class RecalledBatch extends BatchState {

    RecalledBatch(Batch batch, BatchAccounts accounts) {
        super(batch, accounts);
    }

    /** The batch takes part in sending from here on, and counts against its tenant's limit. */
    public WaitingBatch toWaiting() {
        var all = leave();
        accounts.begin(all);
        return new WaitingBatch(all, accounts);
    }
}
