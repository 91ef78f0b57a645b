package dev.tracegate.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The tables of a file, as a list of migration steps. SQLite's {@code user_version} is the number of steps applied to a file; its
 * {@code application_id} tells the file from the database of another program.
 *
 * @param applicationId four ASCII characters
 * @param steps the statements of each step
 */
public record SchemaSteps(int applicationId, List<List<String>> steps) {

    /** Whether a file can be used. */
    public sealed interface Result {
        /** All steps are applied. */
        record Ready() implements Result {}

        /** The file belongs to another program. Nothing was changed. */
        record Foreign() implements Result {}

        /** A later version of the gateway wrote the file. Nothing was changed. */
        record Later(int version, int supported) implements Result {}
    }

    /**
     * Creates the tables in an empty file, or applies the missing steps to the tables of an earlier version, in one transaction.
     *
     * @throws SQLException if a statement fails; the caller closes the connection, which rolls back
     */
    public Result prepare(Connection connection) throws SQLException {
        int version = pragma(connection, "user_version");
        boolean empty = version == 0 && pragma(connection, "schema_version") == 0;
        if (!empty && pragma(connection, "application_id") != applicationId) {
            return new Result.Foreign();
        }
        if (version > steps.size()) {
            return new Result.Later(version, steps.size());
        }
        if (version < steps.size()) {
            apply(connection, version);
        }
        return new Result.Ready();
    }

    private void apply(Connection connection, int from) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.executeUpdate("BEGIN IMMEDIATE");
            for (var step : steps.subList(from, steps.size())) {
                for (var sql : step) {
                    statement.executeUpdate(sql);
                }
            }
            statement.executeUpdate("PRAGMA application_id = " + applicationId);
            statement.executeUpdate("PRAGMA user_version = " + steps.size());
            statement.executeUpdate("COMMIT");
        }
    }

    private static int pragma(Connection connection, String name) throws SQLException {
        try (var statement = connection.createStatement(); var row = statement.executeQuery("PRAGMA " + name)) {
            return row.next() ? row.getInt(1) : 0;
        }
    }
}
