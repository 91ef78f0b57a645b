package dev.tracegate.spool;

import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.spool.Work.Merged;
import dev.tracegate.spool.Work.Moved;
import dev.tracegate.tenant.TenantId;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Merges the rows of other files into the main file, one portion at a time, while it has room. The spool's thread does the work. Owned by one loop. */
final class Merging {
    private final SpoolThread thread;
    private final Index index;
    private final SegmentLedger ledger;
    private final SpoolShedding shedding;
    private final SpoolStatus status;
    private final BooleanSupplier hasRoom;
    private final Consumer<Set<TenantId>> merged;
    private boolean running;

    /**
     * @param hasRoom whether a portion may be merged now
     * @param merged receives the tenants of the rows of each merged portion
     */
    Merging(SpoolThread thread, Index index, SegmentLedger ledger, SpoolShedding shedding, SpoolStatus status,
            BooleanSupplier hasRoom, Consumer<Set<TenantId>> merged) {
        this.thread = thread;
        this.index = index;
        this.ledger = ledger;
        this.shedding = shedding;
        this.status = status;
        this.hasRoom = hasRoom;
        this.merged = merged;
    }

    /** Starts merging. Does nothing while a merge runs, or if there is no room; the caller then calls again later. */
    void begin() {
        if (!running && hasRoom.getAsBoolean()) {
            running = true;
            thread.submit(new Work.FindOther(this::found));
        }
    }

    private void found(List<StoredRow> rows) {
        if (rows.isEmpty() || !hasRoom.getAsBoolean()) {
            running = false;
            return;
        }
        var moves = rows.stream()
                .map(row -> new Moved(row, new StoredRow(index.newId(), row.tenant(), row.storedMillis(),
                        row.segments(), row.bytes())))
                .toList();
        thread.submit(new Work.Merge(moves, rowsMerged -> {
            running = false;
            if (rowsMerged != null) {
                merged(rowsMerged);
                begin();
            }
        }));
    }

    private void merged(List<Merged> rows) {
        for (var one : rows) {
            var row = one.row();
            ledger.restored(row.tenant(), row.segments());
            if (one.whole()) {
                index.add(row);
            } else {
                shedding.lost(List.of(row), ShedReason.SPOOL_UNREADABLE);
            }
        }
        status.merged(rows.stream().mapToLong(one -> one.row().segments()).sum(), rows.size());
        merged.accept(rows.stream().map(one -> one.row().tenant()).collect(Collectors.toSet()));
    }
}
