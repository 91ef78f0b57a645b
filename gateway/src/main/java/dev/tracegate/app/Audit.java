package dev.tracegate.app;

import dev.tracegate.budget.SingleWriterCounter;
import dev.tracegate.flow.ledger.LedgerSnapshot;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether the books balance. On the loop that writes them, between two of its tasks, they always do: anything else is a bug by which
 * a segment was lost or counted twice.
 */
final class Audit implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

    private final Supplier<? extends Map<String, LedgerSnapshot>> unbalanced;
    private final SingleWriterCounter imbalance = new SingleWriterCounter();

    /** @param unbalanced readings of the tenants with unbalanced books, {@link dev.tracegate.flow.ledger.SegmentLedger#unbalanced} */
    Audit(Supplier<? extends Map<String, LedgerSnapshot>> unbalanced) {
        this.unbalanced = unbalanced;
    }

    /** On the loop that writes the books. */
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

    /** Segments by which the books were off at the last look, of all tenants. Any thread. */
    long imbalance() {
        return imbalance.get();
    }
}
