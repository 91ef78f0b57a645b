package dev.tracegate.embedded.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The tables of the store, and the marks in the file header that identify it: {@code application_id}, and {@code user_version} for the version. */
final class TraceSchema {
    static final int VERSION = 1;
    /** "TrGt" in ASCII. Prevents the use of another program's database as a store. */
    private static final int APPLICATION_ID = 0x54724774;

    private static final List<String> TABLES = List.of("""
            CREATE TABLE trace (
              seq INTEGER PRIMARY KEY,
              id TEXT NOT NULL UNIQUE,
              start_time REAL,            -- earliest segment, epoch seconds; null while there are only subsegments
              end_time REAL,              -- last entity that ended, epoch seconds
              received INTEGER NOT NULL,  -- last document, epoch milliseconds
              revision INTEGER NOT NULL,  -- calls that added or replaced a document
              bytes INTEGER NOT NULL,     -- of all documents
              refused INTEGER NOT NULL    -- 1 after a document was refused for the size of the trace
            )""", "CREATE INDEX trace_by_start ON trace (start_time, id)",
            "CREATE INDEX trace_by_received ON trace (received, id)", """
                    CREATE TABLE document (
                      trace INTEGER NOT NULL,
                      id TEXT NOT NULL,
                      in_progress INTEGER NOT NULL,
                      text BLOB NOT NULL,         -- UTF-8 as received
                      UNIQUE (trace, id)
                    )""");

    private TraceSchema() {}

    /**
     * Creates the tables in an empty file and accepts a file of this version.
     *
     * @throws StoreException if the file belongs to another program or has another version
     */
    static void prepare(Connection connection, StoreFile file) throws SQLException {
        int version = pragma(connection, "user_version");
        if (version == 0 && pragma(connection, "schema_version") == 0) {
            create(connection);
        } else if (pragma(connection, "application_id") != APPLICATION_ID) {
            throw new StoreException("embedded.store: " + file.path()
                    + " is a SQLite file of another program; configure a file that does not exist yet");
        } else if (version != VERSION) {
            throw new StoreException("embedded.store: " + file.path() + " has schema version " + version
                    + ", but this Tracegate supports only " + VERSION
                    + "; use the version of Tracegate that wrote it, or configure another file");
        }
    }

    private static void create(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.executeUpdate("BEGIN IMMEDIATE");
            for (var table : TABLES) {
                statement.executeUpdate(table);
            }
            statement.executeUpdate("PRAGMA application_id = " + APPLICATION_ID);
            statement.executeUpdate("PRAGMA user_version = " + VERSION);
            statement.executeUpdate("COMMIT");
        }
    }

    static int pragma(Connection connection, String name) throws SQLException {
        try (var statement = connection.createStatement(); var row = statement.executeQuery("PRAGMA " + name)) {
            return row.next() ? row.getInt(1) : 0;
        }
    }
}
