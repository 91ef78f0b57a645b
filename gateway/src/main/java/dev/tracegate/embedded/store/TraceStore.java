package dev.tracegate.embedded.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The embedded X-Ray's traces in one SQLite file: a writer and a reader, each with a connection of its own, each to be used by one thread at
 * a time. With the write-ahead log neither waits for the other. A commit is not synced to disk: it survives the end of the process, a power
 * loss may take the last ones.
 */
public final class TraceStore implements AutoCloseable {
    /** How long a statement waits for another process on the same file. */
    static final int BUSY_MILLIS = 5000;
    private static final int PAGE = 4096;

    private final StoreFile file;
    private final Connection writing;
    private final Connection reading;
    private final TraceWriter writer;
    private final TraceReader reader;

    private TraceStore(StoreFile file, Connection writing, Connection reading, StoreLimits limits,
            InstantSource clock) {
        this.file = file;
        this.writing = writing;
        this.reading = reading;
        this.writer = new TraceWriter(writing, file, limits, clock);
        this.reader = new TraceReader(reading);
    }

    /**
     * Opens the store, making the file where it is not there yet. Blocks.
     *
     * @param path null for a temporary file that goes with the store
     * @throws StoreException where the file cannot be used, with what to do about it
     */
    public static TraceStore open(@Nullable Path path, StoreLimits limits, InstantSource clock) {
        var file = path == null ? StoreFile.temporary() : StoreFile.at(path);
        Connection writing = null;
        try {
            writing = connect(file, limits);
            TraceSchema.prepare(writing, file);
            return new TraceStore(file, writing, connect(file, limits), limits, clock);
        } catch (SQLException e) {
            close(writing);
            throw StoreException.of("cannot open " + file.path(), file.path(), e);
        } catch (StoreException e) {
            close(writing);
            throw e;
        }
    }

    private static Connection connect(StoreFile file, StoreLimits limits) throws SQLException {
        var connection = DriverManager.getConnection("jdbc:sqlite:" + file.path());
        try (var statement = connection.createStatement()) {
            statement.executeUpdate("PRAGMA busy_timeout = " + BUSY_MILLIS);
            statement.executeUpdate("PRAGMA auto_vacuum = INCREMENTAL"); // counts only before the first table
            statement.execute("PRAGMA journal_mode = WAL");
            statement.executeUpdate("PRAGMA synchronous = NORMAL");
            statement.executeUpdate("PRAGMA wal_autocheckpoint = " + limits.logBytes() / PAGE);
            statement.executeUpdate("PRAGMA journal_size_limit = " + limits.logBytes());
        }
        return connection;
    }

    /** For one thread at a time. */
    public TraceWriter writer() {
        return writer;
    }

    /** For one thread at a time, which may be another than the writer's. */
    public TraceReader reader() {
        return reader;
    }

    /** The SQLite file. */
    public Path path() {
        return file.path();
    }

    @Override
    public void close() {
        close(reading);
        close(writing);
        file.dispose();
    }

    private static void close(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            throw new StoreException("embedded.store: cannot close", e);
        }
    }
}
