package dev.tracegate.embedded.store;

import dev.tracegate.sqlite.SchemaSteps;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The tables of the store, and the marks in the file header that identify it: {@code application_id}, and {@code user_version} for the version. */
final class TraceSchema {
    /** "TrGt" in ASCII. Prevents that the database of another program is used as a store. */
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
        switch (new SchemaSteps(APPLICATION_ID, List.of(TABLES)).prepare(connection)) {
            case SchemaSteps.Result.Ready ready -> {
                // nothing else to do
            }
            case SchemaSteps.Result.Foreign foreign -> throw new StoreException("embedded.store: " + file.path()
                    + " is a SQLite file of another program; configure a file that does not exist yet");
            case SchemaSteps.Result.Later(int version, int supported) ->
                throw new StoreException("embedded.store: " + file.path() + " has schema version " + version
                        + ", but this Tracegate supports only " + supported
                        + "; use the version of Tracegate that wrote it, or configure another file");
        }
    }
}
