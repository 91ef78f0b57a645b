package dev.tracegate.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tracegate.flow.Batch;
import dev.tracegate.sqlite.DatabaseFile;
import dev.tracegate.tenant.TenantId;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The rows in the SQLite file. Holds an exclusive lock on the file while open. Used on the spool's thread; blocks. */
final class SpoolDatabase implements AutoCloseable {
    private static final int PAGE = 4096;
    /** Size in bytes at which the write-ahead log is checkpointed; a transaction can exceed it by its own size. */
    static final long LOG_BYTES = 4L << 20;

    private final DatabaseFile file;
    private final Connection connection;
    private final TenantBoxes boxes;
    private final PreparedStatement insert;
    private final PreparedStatement select;
    private final PreparedStatement delete;
    private final PreparedStatement sizes;

    /** @param inUse bytes of pages in use; SQLite reuses free pages */
    record Size(long fileBytes, long inUse) {}

    private SpoolDatabase(DatabaseFile file, Connection connection, TenantBoxes boxes) throws SQLException {
        this.file = file;
        this.connection = connection;
        this.boxes = boxes;
        insert = connection.prepareStatement("""
                INSERT INTO batch (id, tenant, stored, segments, bytes, sealed, checksum, payload)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""");
        select = connection.prepareStatement("SELECT sealed, checksum, payload FROM batch WHERE id = ?");
        delete = connection.prepareStatement("DELETE FROM batch WHERE id = ?");
        sizes = connection.prepareStatement("""
                SELECT page_count * page_size, (page_count - freelist_count) * page_size
                FROM pragma_page_count, pragma_freelist_count, pragma_page_size""");
    }

    /** Opens an existing file and locks it for this process. */
    static SpoolDatabase open(DatabaseFile file, SpoolSchema schema, @Nullable Path keyFile, SecureRandom random)
            throws SpoolFailure {
        Connection connection = null;
        try {
            connection = DriverManager.getConnection("jdbc:sqlite:" + file.path());
            configure(connection);
            schema.prepare(connection);
            return new SpoolDatabase(file, connection, TenantBoxes.open(connection, keyFile, random));
        } catch (SQLException e) {
            closeQuietly(connection);
            throw SpoolFailure.of(e);
        } catch (SpoolFailure e) {
            closeQuietly(connection);
            throw e;
        }
    }

    private static void configure(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.executeUpdate("PRAGMA busy_timeout = 0"); // SpoolThread retries by itself
            statement.execute("PRAGMA locking_mode = EXCLUSIVE"); // set before WAL mode, so that SQLite creates no shared-memory file
            statement.executeUpdate("PRAGMA auto_vacuum = INCREMENTAL"); // has an effect only before the first table is created
            statement.execute("PRAGMA journal_mode = WAL");
            statement.executeUpdate("PRAGMA synchronous = NORMAL");
            // FAST overwrites deleted content in pages that are written anyway, not in pages that become free
            statement.execute("PRAGMA secure_delete = FAST");
            statement.executeUpdate("PRAGMA wal_autocheckpoint = " + LOG_BYTES / PAGE);
            statement.executeUpdate("PRAGMA journal_size_limit = " + LOG_BYTES);
            statement.executeUpdate("BEGIN EXCLUSIVE");
            statement.executeUpdate("COMMIT");
        }
    }

    /** All rows, oldest first. */
    List<StoredRow> rows() throws SQLException {
        var rows = new ArrayList<StoredRow>();
        try (var statement = connection.createStatement();
                var row = statement
                        .executeQuery("SELECT id, tenant, stored, segments, bytes FROM batch ORDER BY id")) {
            while (row.next()) {
                rows.add(new StoredRow(row.getLong(1), new TenantId(row.getString(2)), row.getLong(3), row.getInt(4),
                        row.getLong(5)));
            }
        }
        return rows;
    }

    /** Tenants that have rows or a key. */
    Set<TenantId> tenants() throws SQLException {
        var tenants = new HashSet<>(boxes.tenants());
        rows().forEach(row -> tenants.add(row.tenant()));
        return tenants;
    }

    void begin() throws SQLException {
        run("BEGIN");
    }

    void commit() throws SQLException {
        run("COMMIT");
    }

    void rollback() {
        boxes.clearCache();
        try {
            run("ROLLBACK");
        } catch (SQLException e) {
            // SQLite has already rolled back, or the file is unusable and the next call fails
        }
    }

    void put(StoredRow row, Batch batch) throws SQLException {
        var plain = RowFormat.write(batch);
        var box = boxes.toSeal(row.tenant());
        var payload = box.map(it -> it.seal(plain, associatedData(row))).orElse(plain);
        insert.setLong(1, row.id());
        insert.setString(2, row.tenant().value());
        insert.setLong(3, row.storedMillis());
        insert.setInt(4, row.segments());
        insert.setLong(5, row.bytes());
        insert.setBoolean(6, box.isPresent());
        insert.setLong(7, checksum(row, box.isPresent(), payload));
        insert.setBytes(8, payload);
        insert.executeUpdate();
    }

    /** The row's batch; null if the row is missing, damaged or cannot be decrypted. */
    @Nullable
    Batch read(StoredRow row, long receivedNanos) throws SQLException {
        select.setLong(1, row.id());
        try (var found = select.executeQuery()) {
            if (!found.next()) {
                return null;
            }
            boolean sealed = found.getBoolean(1);
            var payload = found.getBytes(3);
            if (found.getLong(2) != checksum(row, sealed, payload)) {
                return null;
            }
            return RowFormat.read(row.tenant(), row.segments(), sealed ? unsealed(row, payload) : payload,
                    receivedNanos);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return null;
        }
    }

    private byte[] unsealed(StoredRow row, byte[] payload) throws SQLException, GeneralSecurityException {
        var box = boxes.toOpen(row.tenant());
        if (box == null) {
            throw new GeneralSecurityException("no key");
        }
        return box.open(payload, associatedData(row));
    }

    void delete(long id) throws SQLException {
        delete.setLong(1, id);
        delete.executeUpdate();
    }

    /** Deletes the rows in one transaction. */
    void deleteAll(Iterable<Long> ids) throws SQLException {
        begin();
        for (long id : ids) {
            delete(id);
        }
        commit();
    }

    /** Deletes a tenant's rows and its key, and removes their content from the file and its log. */
    void erase(TenantId tenant) throws SQLException {
        begin();
        try (var rows = connection.prepareStatement("DELETE FROM batch WHERE tenant = ?");
                var key = connection.prepareStatement("DELETE FROM tenant_key WHERE tenant = ?")) {
            rows.setString(1, tenant.value());
            rows.executeUpdate();
            key.setString(1, tenant.value());
            key.executeUpdate();
            commit();
        } catch (SQLException e) {
            rollback();
            throw e;
        }
        boxes.clearCache();
        vacuum(); // pages that became free can still contain its rows
    }

    /** Returns free pages to the file system and truncates the log. */
    void vacuum() throws SQLException {
        run("PRAGMA incremental_vacuum");
        run("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    Size size() throws SQLException {
        try (var row = sizes.executeQuery()) {
            row.next();
            return new Size(row.getLong(1) + file.writeAheadBytes(), row.getLong(2));
        }
    }

    /** Checkpoints the log, then closes and unlocks the file. */
    @Override
    public void close() {
        closeQuietly(connection);
    }

    private static void closeQuietly(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            // the log keeps its content, which SQLite recovers at the next opening
        }
    }

    private void run(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.executeUpdate(sql); // runs the statement to its end; execute() steps once, so a vacuum would free one page only
        }
    }

    /** Binds a payload to its row and tenant: moved to another row or tenant, it cannot be decrypted. */
    private static byte[] associatedData(StoredRow row) {
        var tenant = row.tenant().value().getBytes(UTF_8);
        return ByteBuffer.allocate(4 * Long.BYTES + tenant.length)
                .putLong(row.id())
                .putLong(row.storedMillis())
                .putLong(row.segments())
                .putLong(row.bytes())
                .put(tenant)
                .array();
    }

    static long checksum(StoredRow row, boolean sealed, byte[] payload) {
        var sum = new CRC32C();
        sum.update(associatedData(row));
        sum.update(sealed ? 1 : 0);
        sum.update(payload);
        return sum.getValue();
    }
}
