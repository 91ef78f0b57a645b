package dev.tracegate.embedded.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads traces. Each call sees one snapshot of the store. For one thread at a time. Blocks. Throws {@link StoreException} if the file
 * cannot be read.
 */
public final class TraceReader {
    private static final String COLUMNS = "SELECT seq, id, revision, received / 1000.0, bytes, refused, ";

    private static final String ONE = COLUMNS + "0 FROM trace WHERE id = ?";
    private static final String DOCUMENTS = "SELECT text FROM document WHERE trace = ? ORDER BY rowid";
    private static final String BY_START = scanSql("start_time", "start_time BETWEEN ? AND ?");
    private static final String BY_RECEIVED = scanSql("received",
            "start_time IS NOT NULL AND received BETWEEN ? AND ?");
    /** A trace without an end time counts as active at its start only. */
    private static final String BY_ACTIVITY = scanSql("start_time",
            "coalesce(end_time, start_time) >= ? AND start_time <= ?");

    private final Connection connection;
    private final Statements statements;

    TraceReader(Connection connection) {
        this.connection = connection;
        this.statements = new Statements(connection);
    }

    private static String scanSql(String key, String condition) {
        return COLUMNS + key + " FROM trace WHERE " + condition + " AND (" + key + ", id) < (?, ?) ORDER BY " + key
                + " DESC, id DESC";
    }

    /** Receives the traces of a scan, one after another. */
    @FunctionalInterface
    public interface Visitor {
        /** @return whether to continue with the next trace */
        boolean visit(StoredTrace trace);
    }

    /** Finds a trace by its id, compared exactly; empty if there is none. */
    public Optional<StoredTrace> find(String traceId) {
        return read(() -> {
            var one = statements.prepare(ONE);
            one.setString(1, traceId);
            try (var row = one.executeQuery()) {
                return row.next() ? Optional.of(trace(row)) : Optional.empty();
            }
        });
    }

    /**
     * Passes the traces of a window to a visitor, newest first, one in memory at a time. Skips traces that have no segment.
     *
     * @param after where an earlier scan of the same window stopped; null to start with the newest trace
     * @return where this scan stopped; empty if the visitor has seen all traces
     */
    public Optional<ScanPosition> scan(Window window, @Nullable ScanPosition after, Visitor visitor) {
        return read(() -> {
            var scan = prepareScan(window, after == null ? new ScanPosition(Double.MAX_VALUE, "") : after);
            try (var row = scan.executeQuery()) {
                while (row.next()) {
                    var trace = trace(row);
                    if (!visitor.visit(trace)) {
                        return Optional.of(new ScanPosition(row.getDouble(7), trace.id()));
                    }
                }
                return Optional.empty();
            }
        });
    }

    private PreparedStatement prepareScan(Window window, ScanPosition after) throws SQLException {
        var scan = statements.prepare(switch (window.by()) {
            case START -> BY_START;
            case RECEIVED -> BY_RECEIVED;
            case ACTIVE -> BY_ACTIVITY;
        });
        if (window.by() == Window.By.RECEIVED) { // X-Ray compares whole seconds; the column has milliseconds
            scan.setDouble(1, Math.floor(window.from()) * 1000);
            scan.setDouble(2, Math.floor(window.to()) * 1000 + 999);
        } else {
            scan.setDouble(1, window.from());
            scan.setDouble(2, window.to());
        }
        scan.setDouble(3, after.key());
        scan.setString(4, after.traceId());
        return scan;
    }

    private StoredTrace trace(ResultSet row) throws SQLException {
        return new StoredTrace(row.getString(2), row.getInt(3), row.getDouble(4), row.getLong(5),
                row.getBoolean(6),
                documents(row.getLong(1)));
    }

    private List<String> documents(long trace) throws SQLException {
        var documents = statements.prepare(DOCUMENTS);
        documents.setLong(1, trace);
        var found = new ArrayList<String>();
        try (var row = documents.executeQuery()) {
            while (row.next()) {
                found.add(new String(row.getBytes(1), UTF_8));
            }
        }
        return found;
    }

    @FunctionalInterface
    private interface Query<T> {
        T run() throws SQLException;
    }

    /** Runs a query in one transaction, so that the row of a trace and its documents come from the same snapshot. */
    private <T> T read(Query<T> query) {
        try {
            connection.setAutoCommit(false);
            try {
                return query.run();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            statements.discard(e);
            throw new StoreException("embedded.store: cannot read", e);
        }
    }
}
