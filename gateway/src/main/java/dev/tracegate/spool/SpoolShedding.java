package dev.tracegate.spool;

import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.ShedReason;
import java.util.Collection;

/** Sheds rows: counts them in the ledger and logs them. Owned by one loop. */
record SpoolShedding(SegmentLedger ledger, SpoolStatus status, Deletions deletions) {

    /** Sheds rows that are in the file, and deletes them there. */
    void of(Collection<StoredRow> rows, ShedReason reason) {
        lost(rows, reason);
        rows.forEach(row -> deletions.add(row.id()));
    }

    /** Sheds rows that are no longer in the file. */
    void lost(Collection<StoredRow> rows, ShedReason reason) {
        rows.forEach(row -> ledger.shedFromSpool(row.tenant(), reason, row.segments()));
        status.shed(rows, reason);
    }
}
