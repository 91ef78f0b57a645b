package dev.tracegate.spool;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The tables. SQLite's user_version is how many steps a file has taken: one that has taken fewer takes the rest, one that has taken more is
 * a successor's.
 */
record SpoolSchema(List<List<String>> steps) {
    /** "TrGs" in ASCII, in the file's header: no other program's database is taken for a spool. */
    private static final int APPLICATION = 0x54724773;

    static final SpoolSchema CURRENT = new SpoolSchema(List.of(List.of("""
            CREATE TABLE batch (
              id INTEGER PRIMARY KEY,     -- in order of storing
              tenant TEXT NOT NULL,
              stored INTEGER NOT NULL,    -- epoch milliseconds
              segments INTEGER NOT NULL,
              bytes INTEGER NOT NULL,     -- of documents
              sealed INTEGER NOT NULL,    -- 1 where the payload is encrypted under the tenant's key
              checksum INTEGER NOT NULL,  -- CRC32C of all the above and the payload
              payload BLOB NOT NULL
            )""", """
            CREATE TABLE tenant_key (
              tenant TEXT PRIMARY KEY,
              wrapped BLOB NOT NULL       -- the tenant's key, encrypted under that of the key file
            ) WITHOUT ROWID""", """
            CREATE TABLE key_check (      -- a known text, encrypted under the key of the key file
              id INTEGER PRIMARY KEY CHECK (id = 0),
              sealed BLOB NOT NULL
            )""")));

    /** Makes the tables in an empty file, or brings those of a predecessor up to date. */
    void prepare(Connection connection) throws SQLException, SpoolFailure {
        int version = pragma(connection, "user_version");
        boolean empty = version == 0 && pragma(connection, "schema_version") == 0;
        if (!empty && pragma(connection, "application_id") != APPLICATION) {
            throw SpoolFailure.other("it is a SQLite file of another program; name another folder");
        }
        if (version > steps.size()) {
            throw SpoolFailure.successor(version, steps.size());
        }
        if (version < steps.size()) {
            take(connection, version);
        }
    }

    /** After a failure the caller closes the connection, which rolls back the transaction. */
    private void take(Connection connection, int from) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.executeUpdate("BEGIN");
            for (var step : steps.subList(from, steps.size())) {
                for (var sql : step) {
                    statement.executeUpdate(sql);
                }
            }
            statement.executeUpdate("PRAGMA application_id = " + APPLICATION);
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
