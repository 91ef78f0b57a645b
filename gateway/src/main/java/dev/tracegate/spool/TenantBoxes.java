package dev.tracegate.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tracegate.tenant.TenantId;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One random key per tenant, stored in the file and encrypted with the operator's key. After a tenant's key is deleted, its rows cannot be read. Used on
 * the spool's thread.
 */
final class TenantBoxes {
    private static final byte[] CHECK = "tracegate spool".getBytes(UTF_8);

    private final Connection connection;
    private final SecureRandom random;
    private final @Nullable SecretBox operatorBox;
    private final Map<TenantId, SecretBox> known = new HashMap<>();

    private TenantBoxes(Connection connection, SecureRandom random, @Nullable SecretBox operatorBox) {
        this.connection = connection;
        this.random = random;
        this.operatorBox = operatorBox;
    }

    /** @throws SpoolFailure if the key cannot be read, or the rows of the file were encrypted with another key */
    static TenantBoxes open(Connection connection, @Nullable Path keyFile, SecureRandom random)
            throws SQLException, SpoolFailure {
        var operatorBox = keyFile == null ? null : new SecretBox(KeyFile.read(keyFile), random);
        var boxes = new TenantBoxes(connection, random, operatorBox);
        boxes.check(keyFile);
        return boxes;
    }

    private void check(@Nullable Path keyFile) throws SQLException, SpoolFailure {
        var check = find("SELECT sealed FROM key_check WHERE id = 0", null);
        if (check == null && operatorBox != null) {
            put("INSERT INTO key_check (sealed, id) VALUES (?, ?)", operatorBox.seal(CHECK, CHECK), 0);
        } else if (check != null && operatorBox != null) {
            try {
                operatorBox.open(check, CHECK);
            } catch (GeneralSecurityException e) {
                throw SpoolFailure.other("spool.keyFile: " + keyFile
                        + " is not the key that the rows were encrypted with; configure that key, or move the file away");
            }
        } else if (check != null && exists("SELECT 1 FROM batch WHERE sealed = 1")) {
            throw SpoolFailure.other(
                    "rows in it are encrypted; configure their key as spool.keyFile, or move the file away");
        }
    }

    /** The box to encrypt a tenant's rows with; empty if no key file is configured. Replaces a key that cannot be decrypted. */
    Optional<SecretBox> toSeal(TenantId tenant) throws SQLException {
        if (operatorBox == null) {
            return Optional.empty();
        }
        SecretBox box;
        try {
            box = toOpen(tenant);
        } catch (GeneralSecurityException damaged) {
            box = null;
        }
        return Optional.of(box == null ? create(tenant, operatorBox) : box);
    }

    /** The box to decrypt a tenant's rows with; null if the tenant has no key or no key file is configured. */
    @Nullable
    SecretBox toOpen(TenantId tenant) throws SQLException, GeneralSecurityException {
        var box = known.get(tenant);
        if (box == null && operatorBox != null) {
            var wrapped = find("SELECT wrapped FROM tenant_key WHERE tenant = ?", tenant);
            if (wrapped != null) {
                box = new SecretBox(operatorBox.open(wrapped, associatedData(tenant)), random);
                known.put(tenant, box);
            }
        }
        return box;
    }

    private SecretBox create(TenantId tenant, SecretBox operatorBox) throws SQLException {
        var key = new byte[SecretBox.KEY_BYTES];
        random.nextBytes(key);
        put("INSERT OR REPLACE INTO tenant_key (wrapped, tenant) VALUES (?, ?)",
                operatorBox.seal(key, associatedData(tenant)),
                tenant.value());
        var box = new SecretBox(key, random);
        known.put(tenant, box);
        return box;
    }

    /** Tenants that have a key. */
    Set<TenantId> tenants() throws SQLException {
        var tenants = new HashSet<TenantId>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT tenant FROM tenant_key")) {
            while (rows.next()) {
                tenants.add(new TenantId(rows.getString(1)));
            }
        }
        return tenants;
    }

    /** Clears the cache of keys, after a rollback or a deletion of keys. */
    void clearCache() {
        known.clear();
    }

    private static byte[] associatedData(TenantId tenant) {
        return tenant.value().getBytes(UTF_8);
    }

    private byte @Nullable [] find(String sql, @Nullable TenantId tenant) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            if (tenant != null) {
                statement.setString(1, tenant.value());
            }
            try (var row = statement.executeQuery()) {
                return row.next() ? row.getBytes(1) : null;
            }
        }
    }

    private boolean exists(String sql) throws SQLException {
        try (var statement = connection.createStatement(); var row = statement.executeQuery(sql + " LIMIT 1")) {
            return row.next();
        }
    }

    private void put(String sql, byte[] sealed, Object key) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setBytes(1, sealed);
            statement.setObject(2, key);
            statement.executeUpdate();
        }
    }
}
