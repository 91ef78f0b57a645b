package dev.tracegate.embedded.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;

/** Keeps the store within its limits: traces whose last document is oldest go first. On the writer's connection and thread. */
final class Retention {
    /** Traces deleted in one transaction: small, so that the log it writes stays small beside the bytes it frees. */
    private static final int CHUNK = 100;

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
    private long writtenSinceSweep;

    Retention(Connection connection, Statements statements, StoreFile file, StoreLimits limits, InstantSource clock) {
        this.connection = connection;
        this.statements = statements;
        this.file = file;
        this.limits = limits;
        this.clock = clock;
    }

    /** Notes what was written, so that a store filling fast is swept before the timer says so. */
    void written(long bytes) throws SQLException {
        writtenSinceSweep += bytes;
        if (writtenSinceSweep > limits.maxBytes() / 16) {
            sweep();
        }
    }

    /** @return how many traces went */
    int sweep() throws SQLException {
        writtenSinceSweep = 0;
        int gone = expire();
        if (bytes() > limits.maxBytes()) {
            gone += shrink();
        }
        if (gone > 0) {
            tidy();
        }
        return gone;
    }

    private int expire() throws SQLException {
        long before = clock.instant().minus(limits.retention()).toEpochMilli();
        int gone = 0;
        for (int chunk = deleteOldest(before); chunk > 0; chunk = deleteOldest(before)) {
            gone += chunk;
        }
        return gone;
    }

    /** Counts pages alone: the log cannot shrink while a reader looks at an old state, however much is deleted. */
    private int shrink() throws SQLException {
        // 90 %: or each sweep of a full store would have to delete again
        long target = limits.maxBytes() / 10 * 9 - limits.logBytes();
        int gone = 0;
        int chunk = 1;
        while (chunk > 0 && pageBytes() > target) {
            chunk = deleteOldest(Long.MAX_VALUE);
            gone += chunk;
        }
        return gone;
    }

    /** Gives free pages back, and empties the log unless a reader needs it: then the next sweep does. */
    private void tidy() throws SQLException {
        run("PRAGMA incremental_vacuum");
        run("PRAGMA busy_timeout = 0");
        run("PRAGMA wal_checkpoint(TRUNCATE)");
        run("PRAGMA busy_timeout = " + TraceStore.BUSY_MILLIS);
    }

    private int deleteOldest(long receivedBefore) throws SQLException {
        return Transaction.commit(connection, () -> {
            var deleteDocuments = statements.of(DELETE_DOCUMENTS);
            deleteDocuments.setLong(1, receivedBefore);
            deleteDocuments.executeUpdate();
            var deleteTraces = statements.of(DELETE_TRACES);
            deleteTraces.setLong(1, receivedBefore);
            return deleteTraces.executeUpdate();
        });
    }

    private long bytes() throws SQLException {
        return pageBytes() + file.writeAheadBytes();
    }

    /** Pages that hold something. Free ones do not count: they are used again, or given back. */
    private long pageBytes() throws SQLException {
        try (var row = statements.of(PAGES_IN_USE).executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private void run(String pragma) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.executeUpdate(pragma);
        }
    }
}
