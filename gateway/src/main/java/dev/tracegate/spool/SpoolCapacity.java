package dev.tracegate.spool;

import dev.tracegate.flow.Batch;

/** Decides whether the file has room for another batch, from its size, the pending batches and the size limit of the write-ahead log. Owned by one loop. */
final class SpoolCapacity {
    /** Maximum rows in the index, which takes about 100 bytes per row. 100,000 batches of 10 KiB are 1 GiB. */
    private static final int MAX_ROWS = 100_000;
    /** Maximum bytes queued for the spool's thread; their documents are still in memory. */
    private static final long MAX_PENDING_BYTES = 16L << 20;
    /** Bytes added per row: its other columns, and unused space in its last overflow page and in its share of a B-tree page. */
    private static final int PER_ROW = 8 * 1024;
    private static final long LOG = 2 * SpoolDatabase.LOG_BYTES;

    private final long maxBytes;
    private long pendingBytes;
    private int pendingRows;
    private SpoolDatabase.Size size = new SpoolDatabase.Size(0, 0);

    SpoolCapacity(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    boolean hasRoom(int rows) {
        // pending bytes count twice: they are written to the log, then to the file
        return rows + pendingRows < MAX_ROWS && pendingBytes < MAX_PENDING_BYTES
                && size.inUse() + 2 * pendingBytes + LOG < maxBytes;
    }

    void begin(Batch batch) {
        pendingRows++;
        pendingBytes += charge(batch);
    }

    void end(Batch batch) {
        pendingRows--;
        pendingBytes -= charge(batch);
    }

    boolean isIdle() {
        return pendingRows == 0;
    }

    void sized(SpoolDatabase.Size now) {
        size = now;
    }

    private static long charge(Batch batch) {
        return batch.bytes() + (long) batch.size() * RowFormat.MAX_OVERHEAD + PER_ROW;
    }
}
