package dev.tracegate.embedded.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The traces of the embedded X-Ray in one SQLite file: a writer and a reader with a connection each. With the write-ahead log neither waits for the
 * other. A commit is not synced to the disk ({@code synchronous = NORMAL}): it survives a crash of the process, but a power loss may undo the last
 * commits.
 *
 * <p>The writer and the reader are each for one thread at a time; {@link #open} and {@link #close} block.
 */
public final class TraceStore implements AutoCloseable {
    /** How long a statement waits for a lock that another process holds on the file. */
    static final int BUSY_MILLIS = 5000;
    /** SQLite's default page size. */
    private static final int PAGE_BYTES = 4096;

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
     * Opens the store. Creates the file if it does not exist. Blocks.
     *
     * @param path null for a temporary file that {@link #close} deletes
     * @param clock sets the time of receipt of documents, and their age
     * @throws StoreException if the file cannot be used; its message says what the operator can do
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
            statement.executeUpdate("PRAGMA auto_vacuum = INCREMENTAL"); // has an effect only before the first table is created
            statement.execute("PRAGMA journal_mode = WAL");
            statement.executeUpdate("PRAGMA synchronous = NORMAL");
            statement.executeUpdate("PRAGMA wal_autocheckpoint = " + limits.walBytes() / PAGE_BYTES);
            statement.executeUpdate("PRAGMA journal_size_limit = " + limits.walBytes());
        }
        return connection;
    }

    /** The writer. For one thread at a time. */
    public TraceWriter writer() {
        return writer;
    }

    /** The reader. For one thread at a time, which may differ from the writer's. */
    public TraceReader reader() {
        return reader;
    }

    /** The SQLite file. */
    public Path path() {
        return file.path();
    }

    /** Closes both connections and deletes a temporary file. The writer and the reader must not be in use. */
    @Override
    public void close() {
        close(reading);
        close(writing);
        file.deleteIfTemporary();
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
