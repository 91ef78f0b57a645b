package dev.tracegate.app;

import dev.tracegate.budget.SingleWriterCounter;
import dev.tracegate.flow.ledger.LedgerSnapshot;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks that the ledger balances. On the loop that writes it, between two of its tasks, it always does; otherwise a bug has lost a segment or counted
 * one twice.
 */
final class Audit implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

    private final Supplier<? extends Map<String, LedgerSnapshot>> unbalanced;
    private final SingleWriterCounter imbalance = new SingleWriterCounter();

    /** @param unbalanced returns the ledgers that do not balance, {@link dev.tracegate.flow.ledger.SegmentLedger#unbalanced} */
    Audit(Supplier<? extends Map<String, LedgerSnapshot>> unbalanced) {
        this.unbalanced = unbalanced;
    }

    /** On the loop that writes the ledger. */
    @Override
    public void run() {
        long off = 0;
        for (var page : unbalanced.get().entrySet()) {
            long missing = page.getValue().imbalance();
            off += Math.abs(missing);
            if (missing != 0) {
                LOG.error("The books of tenant {} are off by {} segments; this is a bug in Tracegate: {}",
                        page.getKey(),
                        missing, page.getValue());
            }
        }
        imbalance.add(off - imbalance.get());
    }

    /** The imbalance of all tenants in segments, as of the last check. Any thread. */
    long imbalance() {
        return imbalance.get();
    }
}
