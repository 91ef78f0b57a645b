package dev.tracegate.embedded.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;

/**
 * Keeps the store within its limits. Deletes first the traces that received no document for the longest time. Uses the connection and
 * thread of the writer.
 */
final class Retention {
    /** Traces deleted in one transaction. Small, because the transaction writes to the write-ahead log before it frees pages. */
    private static final int CHUNK = 100;

    /** A sweep starts early once {@code maxBytes} divided by this has been written since the last one. */
    private static final int EARLY_SWEEP_DIVISOR = 16;

    private static final String OLDEST = " (SELECT seq FROM trace WHERE received < ? ORDER BY received, id LIMIT "
            + CHUNK
            + ")";
    private static final String DELETE_DOCUMENTS = "DELETE FROM document WHERE trace IN" + OLDEST;
    private static final String DELETE_TRACES = "DELETE FROM trace WHERE seq IN" + OLDEST;
    private static final String PAGES_IN_USE = """
            SELECT (page_count - freelist_count) * page_size
            FROM pragma_page_count, pragma_freelist_count, pragma_page_size""";

    private final Connection connection;
    private final Statements statements;
    private final StoreFile file;
    private final StoreLimits limits;
    private final InstantSource clock;
    private long bytesSinceSweep;

    Retention(Connection connection, Statements statements, StoreFile file, StoreLimits limits, InstantSource clock) {
        this.connection = connection;
        this.statements = statements;
        this.file = file;
        this.limits = limits;
        this.clock = clock;
    }

    /** Counts written bytes. Sweeps at once if many were written, since the periodic sweep may be too late for a store that fills fast. */
    void onWritten(long bytes) throws SQLException {
        bytesSinceSweep += bytes;
        if (bytesSinceSweep > limits.maxBytes() / EARLY_SWEEP_DIVISOR) {
            sweep();
        }
    }

    /** @return number of deleted traces */
    int sweep() throws SQLException {
        bytesSinceSweep = 0;
        int deleted = deleteExpired();
        if (bytes() > limits.maxBytes()) {
            deleted += deleteExcess();
        }
        if (deleted > 0) {
            releaseSpace();
        }
        return deleted;
    }

    private int deleteExpired() throws SQLException {
        long before = clock.instant().minus(limits.retention()).toEpochMilli();
        int deleted = 0;
        for (int chunk = deleteOldest(before); chunk > 0; chunk = deleteOldest(before)) {
            deleted += chunk;
        }
        return deleted;
    }

    /** Compares the pages alone to the target: the write-ahead log cannot shrink while a reader uses an old snapshot, however much is deleted. */
    private int deleteExcess() throws SQLException {
        // 90 % of the limit, so that not every sweep of a full store has to delete
        long target = limits.maxBytes() / 10 * 9 - limits.walBytes();
        int deleted = 0;
        int chunk = 1;
        while (chunk > 0 && pageBytes() > target) {
            chunk = deleteOldest(Long.MAX_VALUE);
            deleted += chunk;
        }
        return deleted;
    }

    /** Returns free pages to the file system and truncates the write-ahead log. If a reader still uses the log, a later sweep truncates it. */
    private void releaseSpace() throws SQLException {
        run("PRAGMA incremental_vacuum");
        run("PRAGMA busy_timeout = 0");
        run("PRAGMA wal_checkpoint(TRUNCATE)");
        run("PRAGMA busy_timeout = " + TraceStore.BUSY_MILLIS);
    }

    private int deleteOldest(long receivedBefore) throws SQLException {
        return Transaction.commit(connection, () -> {
            var deleteDocuments = statements.prepare(DELETE_DOCUMENTS);
            deleteDocuments.setLong(1, receivedBefore);
            deleteDocuments.executeUpdate();
            var deleteTraces = statements.prepare(DELETE_TRACES);
            deleteTraces.setLong(1, receivedBefore);
            return deleteTraces.executeUpdate();
        });
    }

    private long bytes() throws SQLException {
        return pageBytes() + file.writeAheadBytes();
    }

    /** Bytes of the pages in use. Free pages do not count: SQLite uses them again or returns them to the file system. */
    private long pageBytes() throws SQLException {
        try (var row = statements.prepare(PAGES_IN_USE).executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private void run(String pragma) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.executeUpdate(pragma);
        }
    }
}
