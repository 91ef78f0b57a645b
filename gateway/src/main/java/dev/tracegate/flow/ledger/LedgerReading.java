package dev.tracegate.flow.ledger;

import dev.tracegate.tenant.TenantId;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntSupplier;

/**
 * Reads the ledger of each tenant, a few per step. Each ledger balances; readings of different tenants may be a few milliseconds apart. Starts again if
 * ledgers were folded between two steps, so that none is counted twice.
 */
final class LedgerReading implements StepwiseReading<SortedMap<String, LedgerSnapshot>> {
    /** Tenants per step. A tenant has about 50 counts, so a step takes 0.1 ms. */
    static final int PAGES_PER_STEP = 64;

    private final Map<TenantId, TenantLedger> ledgers;
    private final IntSupplier folds;
    private final SortedMap<String, LedgerSnapshot> balances = new TreeMap<>();
    private Iterator<Map.Entry<TenantId, TenantLedger>> left;
    private int foldsBefore;

    /** @param folds changes whenever ledgers are folded */
    LedgerReading(Map<TenantId, TenantLedger> ledgers, IntSupplier folds) {
        this.ledgers = ledgers;
        this.folds = folds;
        this.left = ledgers.entrySet().iterator();
        this.foldsBefore = folds.getAsInt();
    }

    @Override
    public Optional<SortedMap<String, LedgerSnapshot>> step() {
        if (folds.getAsInt() != foldsBefore) {
            balances.clear();
            left = ledgers.entrySet().iterator();
            foldsBefore = folds.getAsInt();
        }
        for (int page = 0; page < PAGES_PER_STEP && left.hasNext(); page++) {
            var entry = left.next();
            balances.put(entry.getKey().value(), entry.getValue().read());
        }
        return left.hasNext() ? Optional.empty() : Optional.of(balances);
    }
}
