package dev.tracegate.spool;

import dev.tracegate.flow.Batch;

/** Whether another batch fits the file: what is in it, what is on its way there, and what the write-ahead log may take. Owned by one loop. */
final class SpoolCapacity {
    /** Bounds the index, at some 100 bytes a row; 1 GiB in batches of 10 KiB. */
    private static final int MOST_ROWS = 100_000;
    /** What may wait for the spool's thread: the documents are still in memory meanwhile. */
    private static final long MOST_PENDING = 16L << 20;
    /** A row's own columns, and the pages it does not fill: the last one of its overflow chain, its share of the tree's. */
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
        // what is pending stands in the log first and then in the file
        return rows + pendingRows < MOST_ROWS && pendingBytes < MOST_PENDING
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
        return batch.bytes() + (long) batch.size() * RowFormat.MOST_PER_SEGMENT + PER_ROW;
    }
}
