package dev.tracegate.spool;

import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.ShedReason;
import java.util.HashSet;
import java.util.List;

/** Updates the index from a file that has just been opened: at start, or after the file was unusable for some time. Owned by one loop. */
record IndexRestore(Index index, Deletions deletions, SpoolShedding shedding, SpoolStatus status,
        SegmentLedger ledger) {

    /** @param rows all rows in the file, oldest first */
    void of(List<StoredRow> rows) {
        var ids = new HashSet<Long>();
        rows.forEach(row -> ids.add(row.id()));
        shedding.lost(index.keepOnly(ids), ShedReason.SPOOL_UNREADABLE);
        deletions.keepOnly(ids);
        var found = rows.stream().filter(row -> !index.has(row) && !deletions.has(row.id())).toList();
        found.forEach(this::restore);
        status.restored(found.stream().mapToLong(StoredRow::segments).sum(), found.size());
        deletions.retryAll();
    }

    private void restore(StoredRow row) {
        index.add(row);
        ledger.restored(row.tenant(), row.segments());
    }
}
