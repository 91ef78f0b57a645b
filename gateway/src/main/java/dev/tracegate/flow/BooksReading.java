package dev.tracegate.flow;

import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the page of each tenant; each balances by itself, and all are within a few milliseconds. */
final class BooksReading implements StepwiseReading<SortedMap<String, Balance>> {
    /** A page is some 50 counts: a tenth of a millisecond a step. */
    static final int PAGES_A_STEP = 64;

    private final Iterator<? extends Map.Entry<String, Ledger>> ledgers;
    private final SortedMap<String, Balance> balances = new TreeMap<>();

    BooksReading(Iterator<? extends Map.Entry<String, Ledger>> ledgers) {
        this.ledgers = ledgers;
    }

    @Override
    public Optional<SortedMap<String, Balance>> step() {
        for (int page = 0; page < PAGES_A_STEP && ledgers.hasNext(); page++) {
            var entry = ledgers.next();
            balances.put(entry.getKey(), entry.getValue().read());
        }
        return ledgers.hasNext() ? Optional.empty() : Optional.of(balances);
    }
}
