package dev.tracegate.flow.ledger;

import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the page of each tenant; each balances by itself, and all are within a few milliseconds. */
final class LedgerReading implements StepwiseReading<SortedMap<String, LedgerSnapshot>> {
    /** A page is some 50 counts: a tenth of a millisecond a step. */
    static final int PAGES_A_STEP = 64;

    private final Iterator<? extends Map.Entry<String, TenantLedger>> ledgers;
    private final SortedMap<String, LedgerSnapshot> balances = new TreeMap<>();

    LedgerReading(Iterator<? extends Map.Entry<String, TenantLedger>> ledgers) {
        this.ledgers = ledgers;
    }

    @Override
    public Optional<SortedMap<String, LedgerSnapshot>> step() {
        for (int page = 0; page < PAGES_A_STEP && ledgers.hasNext(); page++) {
            var entry = ledgers.next();
            balances.put(entry.getKey(), entry.getValue().read());
        }
        return ledgers.hasNext() ? Optional.empty() : Optional.of(balances);
    }
}
