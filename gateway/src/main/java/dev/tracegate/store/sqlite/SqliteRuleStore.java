package dev.tracegate.store.sqlite;

import dev.tracegate.sampling.book.BookVersion;
import dev.tracegate.sampling.book.RuleScope;
import dev.tracegate.sampling.book.RuleStore;
import dev.tracegate.sampling.book.RuleStoreException;
import dev.tracegate.sqlite.DatabaseFile;
import dev.tracegate.sqlite.SchemaSteps;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the versions of rule books in a SQLite file, a row each. A row is on the disk when {@link #append} returns, also if the host loses power then.
 * Blocks; for one thread at a time.
 */
public final class SqliteRuleStore implements RuleStore, AutoCloseable {
    /** Versions kept of each scope. With 25 rules of usual size a version has 10 kB. */
    static final int VERSIONS = 200;
    /** Milliseconds to wait for another process that reads the file, such as {@code sqlite3}. */
    private static final int BUSY_MILLIS = 2_000;
    private static final String SOURCE = "source";

    private static final SchemaSteps SCHEMA = new SchemaSteps(0x54724772 /* "TrGr" */, List.of(List.of("""
            CREATE TABLE version (
              scope TEXT NOT NULL,        -- declared id of a tenant, or empty for all tenants
              number INTEGER NOT NULL,
              modified INTEGER NOT NULL,  -- epoch seconds
              author TEXT NOT NULL,
              reason TEXT NOT NULL,
              rules TEXT NOT NULL,        -- JSON, as GetSamplingRules answers
              PRIMARY KEY (scope, number)
            ) WITHOUT ROWID""", """
            CREATE TABLE since (          -- when a value became what it is
              name TEXT PRIMARY KEY,
              value TEXT NOT NULL,
              time INTEGER NOT NULL       -- epoch seconds
            ) WITHOUT ROWID""")));

    private final Path path;
    private final Connection connection;

    private SqliteRuleStore(Path path, Connection connection) {
        this.path = path;
        this.connection = connection;
    }

    /**
     * Opens the file, or creates it.
     *
     * @throws RuleStoreException if it cannot be used; the message names it and says what to do
     */
    public static SqliteRuleStore open(Path path) {
        try {
            var file = DatabaseFile.make(path);
            var connection = DriverManager.getConnection("jdbc:sqlite:" + file.path());
            try {
                configure(connection);
                check(path, SCHEMA.prepare(connection));
            } catch (SQLException | RuleStoreException e) {
                connection.close();
                throw e;
            }
            return new SqliteRuleStore(path, connection);
        } catch (SQLException | IOException e) {
            throw new RuleStoreException("sampling.store: cannot open " + path + ": " + e.getMessage(), e);
        }
    }

    private static void configure(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
        }
    }

    private static void check(Path path, SchemaSteps.Result result) {
        switch (result) {
            case SchemaSteps.Result.Ready ready -> {
                // nothing else to do
            }
            case SchemaSteps.Result.Foreign foreign -> throw new RuleStoreException("sampling.store: " + path
                    + " is a SQLite file of another program; configure a file that does not exist yet");
            case SchemaSteps.Result.Later(int version, int supported) -> throw new RuleStoreException(
                    "sampling.store: %s has schema version %d, but this Tracegate supports only %d; use the version of Tracegate that wrote it, or configure another file"
                            .formatted(path, version, supported));
        }
    }

    @Override
    public Map<RuleScope, BookVersion> latest() {
        return run(() -> {
            var latest = new HashMap<RuleScope, BookVersion>();
            try (var select = connection.prepareStatement(
                    "SELECT scope, number, modified, author, reason, rules, max(number) FROM version GROUP BY scope");
                    var row = select.executeQuery()) {
                while (row.next()) {
                    latest.put(new RuleScope(row.getString(1)), version(row));
                }
            }
            return latest;
        });
    }

    @Override
    public void append(RuleScope scope, BookVersion version) {
        run(() -> {
            connection.setAutoCommit(false);
            try (var insert = connection.prepareStatement("INSERT INTO version VALUES (?, ?, ?, ?, ?, ?)");
                    var delete = connection.prepareStatement("DELETE FROM version WHERE scope = ? AND number <= ?")) {
                insert.setString(1, scope.tenant());
                insert.setLong(2, version.number());
                insert.setLong(3, version.modified().getEpochSecond());
                insert.setString(4, version.author());
                insert.setString(5, version.reason());
                insert.setString(6, BookJson.write(version.book()));
                insert.executeUpdate();
                delete.setString(1, scope.tenant());
                delete.setLong(2, version.number() - VERSIONS);
                delete.executeUpdate();
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
            return version;
        });
    }

    @Override
    public List<BookVersion> history(RuleScope scope, int most) {
        return run(() -> {
            var versions = new ArrayList<BookVersion>();
            try (var select = connection.prepareStatement("""
                    SELECT scope, number, modified, author, reason, rules FROM version
                    WHERE scope = ? ORDER BY number DESC LIMIT ?""")) {
                select.setString(1, scope.tenant());
                select.setInt(2, most);
                try (var row = select.executeQuery()) {
                    while (row.next()) {
                        versions.add(version(row));
                    }
                }
            }
            return versions;
        });
    }

    private BookVersion version(ResultSet row) throws SQLException {
        try {
            return new BookVersion(row.getLong(2), Instant.ofEpochSecond(row.getLong(3)), row.getString(4),
                    row.getString(5), BookJson.read(row.getString(6)));
        } catch (IllegalArgumentException e) {
            throw new RuleStoreException(
                    "sampling.store: %s has rules that cannot be read: %s; restore the file, or configure another"
                            .formatted(path, e.getMessage()),
                    e);
        }
    }

    @Override
    public Instant sourceSince(String source, Instant now) {
        return run(() -> {
            try (var select = connection.prepareStatement("SELECT time FROM since WHERE name = ? AND value = ?")) {
                select.setString(1, SOURCE);
                select.setString(2, source);
                try (var row = select.executeQuery()) {
                    if (row.next()) {
                        return Instant.ofEpochSecond(row.getLong(1));
                    }
                }
            }
            try (PreparedStatement replace = connection.prepareStatement("REPLACE INTO since VALUES (?, ?, ?)")) {
                replace.setString(1, SOURCE);
                replace.setString(2, source);
                replace.setLong(3, now.getEpochSecond() + 1); // rounded up: the fraction is not kept
                replace.executeUpdate();
            }
            return Instant.ofEpochSecond(now.getEpochSecond() + 1);
        });
    }

    @FunctionalInterface
    private interface Work<T> {
        T run() throws SQLException;
    }

    private <T> T run(Work<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            throw new RuleStoreException("sampling.store: " + path + " failed: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        run(() -> {
            connection.close();
            return connection;
        });
    }
}
