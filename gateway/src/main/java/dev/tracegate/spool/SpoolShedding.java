package dev.tracegate.spool;

import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.ShedReason;
import java.util.Collection;

/** Gives up rows, in the books and the log. Owned by one loop. */
record SpoolShedding(SegmentLedger books, SpoolStatus status, Deletions deletions) {

    /** Rows that are in the file, and are to leave it. */
    void of(Collection<StoredRow> rows, ShedReason reason) {
        lost(rows, reason);
        rows.forEach(row -> deletions.add(row.id()));
    }

    /** Rows that are no longer in the file. */
    void lost(Collection<StoredRow> rows, ShedReason reason) {
        rows.forEach(row -> books.shedFromSpool(row.tenant(), reason, row.segments()));
        status.shed(rows, reason);
    }
}
