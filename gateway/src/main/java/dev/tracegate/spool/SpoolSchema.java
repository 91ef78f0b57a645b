package dev.tracegate.spool;

import dev.tracegate.sqlite.SchemaSteps;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The tables, as a list of migration steps. SQLite's user_version is the number of steps applied to a file. Missing steps are applied when the file is
 * opened; a file with more steps was written by a later version.
 */
record SpoolSchema(List<List<String>> steps) {
    /** "TrGs" in ASCII, in the header of the file: tells a spool from the database of another program. */
    private static final int APPLICATION = 0x54724773;

    static final SpoolSchema CURRENT = new SpoolSchema(List.of(List.of("""
            CREATE TABLE batch (
              id INTEGER PRIMARY KEY,     -- in order of storing
              tenant TEXT NOT NULL,
              stored INTEGER NOT NULL,    -- epoch milliseconds
              segments INTEGER NOT NULL,
              bytes INTEGER NOT NULL,     -- of the documents
              sealed INTEGER NOT NULL,    -- 1 if the payload is encrypted with the tenant's key
              checksum INTEGER NOT NULL,  -- CRC32C of all the above and the payload
              payload BLOB NOT NULL
            )""", """
            CREATE TABLE tenant_key (
              tenant TEXT PRIMARY KEY,
              wrapped BLOB NOT NULL       -- the tenant's key, encrypted with the key of the key file
            ) WITHOUT ROWID""", """
            CREATE TABLE key_check (      -- a known text, encrypted with the key of the key file
              id INTEGER PRIMARY KEY CHECK (id = 0),
              sealed BLOB NOT NULL
            )""")));

    /** Creates the tables in an empty file, or applies missing steps to the tables of an earlier version. */
    void prepare(Connection connection) throws SQLException, SpoolFailure {
        switch (new SchemaSteps(APPLICATION, steps).prepare(connection)) {
            case SchemaSteps.Result.Ready ready -> {
                // nothing else to do
            }
            case SchemaSteps.Result.Foreign foreign ->
                throw SpoolFailure.other("it is a SQLite file of another program; configure another folder");
            case SchemaSteps.Result.Later(int version, int supported) ->
                throw SpoolFailure.laterVersion(version, supported);
        }
    }
}
