package dev.tracegate.flow.ledger;

import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the page of each tenant. Each page balances; the pages of different tenants may be a few milliseconds apart. */
final class LedgerReading implements StepwiseReading<SortedMap<String, LedgerSnapshot>> {
    /** A page has about 50 counts, so that a step takes a tenth of a millisecond. */
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
