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

/** Reads traces as of one moment. For one thread at a time. Blocks. */
public final class TraceReader {
    private static final String COLUMNS = "SELECT seq, id, revision, received / 1000.0, bytes, refused, ";

    private static final String ONE = COLUMNS + "0 FROM trace WHERE id = ?";
    private static final String DOCUMENTS = "SELECT text FROM document WHERE trace = ? ORDER BY rowid";
    private static final String BY_START = scanning("start_time", "start_time BETWEEN ? AND ?");
    private static final String BY_RECEIVED = scanning("received",
            "start_time IS NOT NULL AND received BETWEEN ? AND ?");
    /** An unfinished trace is active as long as it is known to have been. */
    private static final String BY_ACTIVITY = scanning("start_time",
            "coalesce(end_time, start_time) >= ? AND start_time <= ?");

    private final Connection connection;
    private final Statements statements;

    TraceReader(Connection connection) {
        this.connection = connection;
        this.statements = new Statements(connection);
    }

    private static String scanning(String key, String condition) {
        return COLUMNS + key + " FROM trace WHERE " + condition + " AND (" + key + ", id) < (?, ?) ORDER BY " + key
                + " DESC, id DESC";
    }

    /** Looks at one trace after another, until it has seen enough. */
    @FunctionalInterface
    public interface Visitor {
        /** @return whether to go on */
        boolean visit(StoredTrace trace);
    }

    /** A trace by its id, verbatim. */
    public Optional<StoredTrace> find(String traceId) {
        return read(() -> {
            var one = statements.of(ONE);
            one.setString(1, traceId);
            try (var row = one.executeQuery()) {
                return row.next() ? Optional.of(trace(row)) : Optional.empty();
            }
        });
    }

    /**
     * Shows a visitor the traces of a window that have a segment, newest first, one in memory at a time.
     *
     * @param after where an earlier scan of the same window stopped, or null to start with the newest
     * @return where this one stopped, or empty once it has shown all
     */
    public Optional<Position> scan(Window window, @Nullable Position after, Visitor visitor) {
        return read(() -> {
            var scan = prepared(window, after == null ? new Position(Double.MAX_VALUE, "") : after);
            try (var row = scan.executeQuery()) {
                while (row.next()) {
                    var trace = trace(row);
                    if (!visitor.visit(trace)) {
                        return Optional.of(new Position(row.getDouble(7), trace.id()));
                    }
                }
                return Optional.empty();
            }
        });
    }

    private PreparedStatement prepared(Window window, Position after) throws SQLException {
        var scan = statements.of(switch (window.by()) {
            case START -> BY_START;
            case RECEIVED -> BY_RECEIVED;
            case ACTIVE -> BY_ACTIVITY;
        });
        if (window.by() == Window.By.RECEIVED) { // whole seconds, in the column's milliseconds
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
        var documents = statements.of(DOCUMENTS);
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
    private interface Reading<T> {
        T run() throws SQLException;
    }

    /** In one transaction, so that a trace's row and its documents are of the same moment. */
    private <T> T read(Reading<T> reading) {
        try {
            connection.setAutoCommit(false);
            try {
                return reading.run();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            statements.failed(e);
            throw new StoreException("embedded.store: cannot read", e);
        }
    }
}
