package dev.tracegate.spool;

import static dev.tracegate.spool.Rig.CARTS;
import static dev.tracegate.spool.Rig.ORDERS;
import static dev.tracegate.spool.Rig.batch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.spool.SpoolState.Degraded;
import dev.tracegate.spool.SpoolState.Working;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encryption of stored segments and erasure of a tenant. */
class SpoolEncryptionTest {
    private static final String SECRET = "SELECT * FROM people WHERE name = 'Ada'";
    private static final byte[] KEY = HexFormat.of().parseHex("00112233445566778899aabbccddeeff".repeat(2));

    @TempDir
    private Path folder;
    private Rig rig;

    @BeforeEach
    void make() throws IOException {
        rig = new Rig(folder.resolve("spool"));
        rig.keyFile = key("key", HexFormat.of().formatHex(KEY) + "\n");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Path key(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content, StandardCharsets.ISO_8859_1);
    }

    /** Returns whether a file of the spool contains the text; another process searches, to keep the locks of this one. */
    private boolean onDisk(String text) throws IOException, InterruptedException {
        return new ProcessBuilder("grep", "-rqaF", text, rig.folder.toString()).start().waitFor() == 0;
    }

    @Test
    void with_a_key_segments_are_encrypted_on_disk_and_restored() throws Exception {
        rig.open();
        rig.put(batch(ORDERS, SECRET));

        assertThat(onDisk(SECRET)).isFalse();
        rig.reopen();
        assertThat(onDisk(SECRET)).isFalse();
        assertThat(rig.texts()).containsExactly(SECRET);
    }

    @Test
    void without_a_key_segments_are_readable_on_disk() throws Exception {
        rig.keyFile = null;
        rig.open();
        rig.put(batch(ORDERS, SECRET));

        assertThat(onDisk(SECRET)).isTrue();
    }

    @Test
    void a_key_can_be_hex_base64_or_raw_bytes() throws Exception {
        rig.open();
        rig.put(batch(ORDERS, SECRET));
        rig.end();
        rig.keyFile = key("base64", Base64.getEncoder().encodeToString(KEY) + "\r\n");
        rig.open();
        assertThat(rig.texts()).containsExactly(SECRET);
        rig.end();
        rig.keyFile = Files.write(folder.resolve("bytes"), KEY);
        rig.open();
        assertThat(rig.texts()).containsExactly(SECRET);
    }

    @Test
    void unencrypted_rows_are_read_after_a_key_was_configured() {
        var keyFile = rig.keyFile;
        rig.keyFile = null;
        rig.open();
        rig.put(batch(ORDERS, "plain"));
        rig.end();
        rig.keyFile = keyFile;
        rig.open();
        rig.put(batch(ORDERS, "sealed"));

        assertThat(rig.texts()).containsExactly("plain", "sealed");
    }

    @Test
    void a_wrong_key_leaves_the_file_unchanged_until_the_key_is_corrected() throws Exception {
        rig.open();
        rig.put(batch(ORDERS, SECRET));
        rig.end();
        key("key", "ff".repeat(32));
        rig.begin().awaitState(Degraded.class);

        assertThat(rig.spool.status().problem().orElseThrow()).contains("spool.keyFile").contains("not the key");
        assertThat(rig.accepts(ORDERS)).isFalse();
        key("key", HexFormat.of().formatHex(KEY));
        rig.awaitState(Working.class);
        rig.settle();
        assertThat(rig.texts()).containsExactly(SECRET);
    }

    @Test
    void encrypted_rows_without_a_key_leave_the_file_unchanged() {
        var keyFile = rig.keyFile;
        rig.open();
        rig.put(batch(ORDERS, SECRET));
        rig.end();
        rig.keyFile = null;
        rig.begin().awaitState(Degraded.class);
        assertThat(rig.spool.status().problem().orElseThrow()).contains("encrypted").contains("spool.keyFile");
        rig.end();
        rig.keyFile = keyFile;
        rig.open();
        assertThat(rig.texts()).containsExactly(SECRET);
    }

    @Test
    void an_invalid_key_file_is_reported_and_nothing_is_stored_unencrypted() throws Exception {
        for (var content : new String[]{"", "secret", "00".repeat(31)}) {
            rig.keyFile = key("bad", content);
            rig.begin().awaitState(Degraded.class);
            assertThat(rig.spool.status().problem().orElseThrow()).containsAnyOf("must hold 32 bytes",
                    "more than 1024 bytes");
            assertThat(rig.put(batch(ORDERS, SECRET))).isFalse();
            rig.end();
        }
        rig.keyFile = key("large", "A".repeat(5_000));
        rig.begin().awaitState(Degraded.class);
        assertThat(rig.spool.status().problem().orElseThrow()).contains("has more than 1024 bytes");
        rig.end();
        rig.keyFile = folder.resolve("nothing-here");
        rig.begin().awaitState(Degraded.class);
        assertThat(rig.spool.status().problem().orElseThrow()).contains("cannot read");
    }

    @Test
    void a_payload_copied_to_another_row_cannot_be_decrypted() throws Exception {
        rig.open();
        rig.put(batch(ORDERS, "one"));
        rig.put(batch(ORDERS, "two"));
        rig.end();
        var row = new StoredRow(1, ORDERS, rig.clock.millis(), 1, 3);
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + rig.folder.resolve("spool.db"));
                var update = connection.prepareStatement("UPDATE batch SET payload = ?, checksum = ? WHERE id = 1");
                var two = connection.createStatement().executeQuery("SELECT payload FROM batch WHERE id = 2")) {
            two.next();
            update.setBytes(1, two.getBytes(1));
            // a valid checksum, like that of an attacker
            update.setLong(2, SpoolDatabase.checksum(row, true, two.getBytes(1)));
            update.executeUpdate();
        }
        rig.open();

        assertThat(rig.texts()).containsExactly("two");
    }

    @Test
    void nothing_of_an_erased_tenant_stays_on_disk_and_others_are_not_affected() throws Exception {
        rig.keyFile = null; // without encryption the text must be overwritten
        rig.open();
        for (int i = 0; i < 50; i++) {
            rig.put(batch(ORDERS, SECRET + i));
            rig.put(batch(CARTS, "of carts " + i));
        }
        rig.put(batch(ORDERS, SECRET + "x".repeat(50_000)));
        var taken = rig.take(1).getFirst();
        rig.run(() -> rig.spool.done(taken.id()));

        assertThat(rig.onLoop(() -> rig.spool.erase(ORDERS))).isTrue();

        assertThat(onDisk("name = 'Ada'")).isFalse();
        assertThat(rig.balance(ORDERS).shed()).containsEntry(ShedReason.TENANT_GONE, 50L);
        assertThat(rig.texts()).hasSize(50).allMatch(text -> text.startsWith("of carts"));
    }

    @Test
    void a_taken_batch_of_an_erased_tenant_cannot_be_released() {
        rig.open();
        rig.put(batch(ORDERS, "in memory"));
        var taken = rig.take(1).getFirst();

        rig.onLoop(() -> rig.spool.erase(ORDERS));
        rig.run(() -> rig.spool.release(taken.id()));

        assertThat(rig.texts()).isEmpty();
        assertThat(rig.balance(ORDERS).shed()).containsEntry(ShedReason.SPOOL_UNREADABLE, 1L);
        assertThat(rig.balance(ORDERS).imbalance()).isZero();
    }

    @Test
    void the_key_of_a_removed_tenant_is_deleted_and_a_returning_tenant_gets_a_new_one() {
        rig.open();
        rig.put(batch(ORDERS, SECRET));
        var before = wrappedKey();
        rig.tenants.remove(ORDERS);
        rig.reopen();
        rig.tenants.add(ORDERS);
        rig.reopen();
        assertThat(wrappedKey()).isNull();

        rig.put(batch(ORDERS, SECRET));

        assertThat(before).isNotNull().isNotEqualTo(wrappedKey());
        assertThat(rig.texts()).containsExactly(SECRET);
    }

    private String wrappedKey() {
        rig.end();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + rig.folder.resolve("spool.db"));
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT hex(wrapped) FROM tenant_key WHERE tenant = 'orders'")) {
            return row.next() ? row.getString(1) : null;
        } catch (java.sql.SQLException e) {
            throw new AssertionError(e);
        } finally {
            rig.open();
        }
    }
}
