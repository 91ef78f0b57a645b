package dev.tracegate.embedded.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Cache of the prepared statements of one connection. The driver closes a statement that fails, so {@link #discard} must be called after a
 * failure. For the thread of the connection.
 */
final class Statements {
    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Statements(Connection connection) {
        this.connection = connection;
    }

    PreparedStatement prepare(String sql) throws SQLException {
        var statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        return statement;
    }

    /** Closes all statements, to be prepared again at their next use. Failures to close are added to the given one. */
    void discard(Exception failure) {
        for (var statement : prepared.values()) {
            try {
                statement.close();
            } catch (SQLException e) {
                failure.addSuppressed(e);
            }
        }
        prepared.clear();
    }
}
