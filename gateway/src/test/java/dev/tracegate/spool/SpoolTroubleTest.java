package dev.tracegate.spool;

import static dev.tracegate.spool.Rig.CARTS;
import static dev.tracegate.spool.Rig.MIB;
import static dev.tracegate.spool.Rig.ORDERS;
import static dev.tracegate.spool.Rig.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.spool.SpoolState.Degraded;
import dev.tracegate.spool.SpoolState.Full;
import dev.tracegate.spool.SpoolState.Waiting;
import dev.tracegate.spool.SpoolState.Working;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The spool and the books if the file cannot be used. */
class SpoolTroubleTest {
    @TempDir
    private Path folder;
    private Rig rig;
    private Path file;

    @BeforeEach
    void make() {
        rig = new Rig(folder.resolve("spool"));
        file = rig.folder.resolve("spool.db");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Connection sqlite() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    private void sql(String sql) throws SQLException {
        try (var connection = sqlite(); var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    @Test
    void a_modified_row_is_shed_and_the_others_are_returned() throws Exception {
        rig.open();
        List.of("first", "second", "third").forEach(text -> rig.put(batch(ORDERS, text)));
        rig.end();
        sql("UPDATE batch SET payload = replace(payload, 'second', 'sec0nd') WHERE id = 2");
        rig.open();

        assertThat(rig.texts()).containsExactly("first", "third");
        assertThat(rig.balance(ORDERS).shed()).containsEntry(ShedReason.SPOOL_UNREADABLE, 1L);
        assertThat(rig.balance(ORDERS).imbalance()).isZero();
        rig.reopen();
        assertThat(rig.balance(ORDERS).restored()).isEqualTo(2);
    }

    @Test
    void a_row_assigned_to_another_tenant_is_not_sent() throws Exception {
        rig.open();
        rig.put(batch(ORDERS, "of orders"));
        rig.end();
        sql("UPDATE batch SET tenant = 'carts'");
        rig.open();

        assertThat(rig.texts()).isEmpty();
        assertThat(rig.balance(CARTS).shed()).containsEntry(ShedReason.SPOOL_UNREADABLE, 1L);
    }

    @Test
    void unreadable_rows_are_skipped_until_a_readable_one() throws Exception {
        rig.open();
        List.of("first", "second").forEach(text -> rig.put(batch(ORDERS, text)));
        rig.end();
        sql("UPDATE batch SET checksum = 0 WHERE id = 1");
        rig.open();

        assertThat(rig.take(1)).hasSize(1);
    }

    @Test
    void a_file_of_a_newer_version_is_set_aside_unchanged_and_a_new_one_is_created() throws Exception {
        rig.open();
        rig.put(batch(ORDERS, "for the successor"));
        rig.end();
        sql("PRAGMA user_version = 2");
        sql("CREATE TABLE of_the_successor (a)");
        sql("INSERT INTO of_the_successor VALUES (1)");
        rig.open();

        assertThat(rig.texts()).isEmpty();
        assertThat(rig.put(batch(ORDERS, "new"))).isTrue();
        rig.end();
        Files.delete(file);
        Files.move(rig.folder.resolve("spool.db.newer"), file);
        try (var connection = sqlite();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT a, payload FROM of_the_successor, batch")) {
            assertThat(row.next()).isTrue();
            assertThat(new String(row.getBytes(2), java.nio.charset.StandardCharsets.UTF_8))
                    .contains("for the successor");
        }
    }

    @Test
    void each_file_of_a_newer_version_is_kept() throws Exception {
        for (int i = 0; i < 2; i++) {
            rig.open();
            rig.end();
            sql("PRAGMA user_version = 2");
        }
        rig.open();

        assertThat(rig.folder.resolve("spool.db.newer")).exists();
        assertThat(rig.folder.resolve("spool.db.newer-2")).exists();
    }

    @Test
    void a_file_of_an_older_version_is_migrated() throws Exception {
        rig.open();
        rig.put(batch(ORDERS, "of the predecessor"));
        rig.end();
        var steps = new ArrayList<>(SpoolSchema.CURRENT.steps());
        steps.add(List.of("ALTER TABLE batch ADD COLUMN of_the_successor INTEGER NOT NULL DEFAULT 0"));
        rig.schema = new SpoolSchema(steps);
        rig.open();

        assertThat(rig.texts()).containsExactly("of the predecessor");
        rig.end();
        try (var connection = sqlite();
                var statement = connection.createStatement();
                var row = statement.executeQuery("PRAGMA user_version")) {
            assertThat(row.getInt(1)).isEqualTo(2);
        }
    }

    @Test
    void a_file_that_is_not_a_database_is_set_aside_and_a_new_one_is_created() throws Exception {
        Files.createDirectories(rig.folder);
        Files.writeString(file, "not a database, but long enough for a header ".repeat(100));
        rig.open();

        assertThat(rig.put(batch(ORDERS, "new"))).isTrue();
        assertThat(rig.folder.resolve("spool.db.damaged")).content().startsWith("not a database");
    }

    @Test
    void a_database_of_another_program_is_left_unchanged() throws Exception {
        Files.createDirectories(rig.folder);
        sql("CREATE TABLE theirs (a)");
        rig.begin().awaitState(Degraded.class);

        assertThat(rig.spool.status().problem().orElseThrow()).contains("another program");
        assertThat(rig.accepts(ORDERS)).isFalse();
        assertThat(file).exists();
    }

    @Test
    void pages_damaged_while_the_file_is_open_are_counted_as_lost_segments() throws Exception {
        rig.open();
        for (int i = 0; i < 200; i++) {
            rig.put(batch(ORDERS, 10, 1_000));
        }
        rig.reopen(); // moves the rows from the write-ahead log to the file
        var taken = rig.take(1);
        damage();

        // pages in the cache of SQLite can still be read
        Rig.await(() -> {
            rig.takeAll();
            return rig.balance(ORDERS).shed().get(ShedReason.SPOOL_UNREADABLE) > 0 || rig.spool.status().rows() == 0;
        });
        rig.reopenAfterTrouble();

        assertThat(rig.balance(ORDERS).imbalance()).isZero();
        assertThat(rig.put(batch(ORDERS, "new"))).isTrue();
        assertThat(taken).hasSize(1);
    }

    /** Overwrites all pages but the first, which has the header of the database. */
    private void damage() throws IOException, InterruptedException {
        long pages = file.toFile().length() / 4096;
        // by another process, because closing the file here would release the locks of this process
        assertThat(new ProcessBuilder("dd", "if=/dev/urandom", "of=" + file, "bs=4096", "seek=1",
                "count=" + (pages - 1), "conv=notrunc", "status=none").start().waitFor()).isZero();
    }

    @Test
    void a_file_damaged_before_the_start_is_set_aside() throws Exception {
        rig.open();
        for (int i = 0; i < 200; i++) {
            rig.put(batch(ORDERS, 10, 1_000));
        }
        rig.end();
        damage();
        rig.open();

        assertThat(rig.balance(ORDERS).restored()).isZero();
        assertThat(rig.put(batch(ORDERS, "new"))).isTrue();
        assertThat(rig.folder.resolve("spool.db.damaged")).exists();
    }

    @Test
    void waits_while_another_process_has_the_file_and_then_takes_it_over() {
        try (var old = new Rig(rig.folder).open()) {
            old.put(batch(ORDERS, "handed over"));
            rig.begin().awaitState(Waiting.class);
            assertThat(rig.accepts(ORDERS)).isFalse();
            assertThat(rig.put(batch(ORDERS, "b"))).isFalse();
            assertThat(rig.spool.status().problem().orElseThrow()).contains("another process");
            old.put(batch(ORDERS, "at the last moment"));
        }
        rig.awaitState(Working.class);

        Rig.await(() -> rig.spool.status().rows() == 2);
        assertThat(rig.texts()).containsExactly("handed over", "at the last moment");
    }

    @Test
    void without_a_usable_folder_the_spool_is_off_until_it_can_be_created() throws Exception {
        Files.writeString(rig.folder, "a file where the folder should be");
        rig.begin().awaitState(Degraded.class);

        assertThat(rig.accepts(ORDERS)).isFalse();
        assertThat(rig.spool.status().problem().orElseThrow()).contains("spool.folder").contains("memory only");
        Files.delete(rig.folder);
        rig.awaitState(Working.class);
        rig.settle();
        assertThat(rig.put(batch(ORDERS, "a"))).isTrue();
    }

    @Test
    void a_folder_with_a_question_mark_is_refused() {
        rig.folder = folder.resolve("what?");
        rig.begin().awaitState(Degraded.class);

        assertThat(rig.spool.status().problem().orElseThrow()).contains("'?'");
    }

    @Test
    void on_a_read_only_volume_the_spool_is_off() throws Exception {
        try (var disk = new SmallDisk(folder.resolve("disk"), 8 * MIB)) {
            disk.remount("ro");
            rig.folder = disk.folder();
            rig.begin().awaitState(Degraded.class);
            assertThat(rig.spool.status().problem().orElseThrow()).contains("read-only");
            disk.remount("rw");
            rig.awaitState(Working.class);
            rig.end();
        }
    }

    @Test
    void on_a_full_disk_nothing_is_stored_and_stored_batches_are_returned() throws Exception {
        try (var disk = new SmallDisk(folder.resolve("disk"), 40 * MIB)) {
            rig.folder = disk.folder();
            rig.maxBytes = 1024 * MIB;
            rig.open();
            int put = 0;
            while (rig.put(batch(ORDERS, 50, 10_000))) {
                put++;
            }
            rig.awaitState(Full.class);
            assertThat(put).isPositive();
            assertThat(rig.accepts(ORDERS)).isFalse();
            assertThat(rig.spool.status().problem().orElseThrow()).contains("full");

            var all = rig.takeAll();
            assertThat(all).hasSize(put);
            all.forEach(stored -> rig.run(() -> rig.spool.done(stored.id())));
            disk.grow(200 * MIB);
            rig.awaitState(Working.class);
            assertThat(rig.put(batch(ORDERS, "again"))).isTrue();
            rig.reopen();
            assertThat(rig.texts()).containsExactly("again");
            rig.end();
        }
    }

    /** A file system in memory with the given size. */
    private record SmallDisk(Path folder, long bytes) implements AutoCloseable {
        SmallDisk {
            try {
                Files.createDirectories(folder);
                boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + bytes, "tmpfs", folder.toString());
                assumeTrue(mounted, "mounting needs root");
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        void remount(String how) throws IOException, InterruptedException {
            assertThat(run("mount", "-o", "remount," + how, folder.toString())).isTrue();
        }

        void grow(long to) throws IOException, InterruptedException {
            remount("size=" + to);
        }

        private static boolean run(String... command) throws IOException, InterruptedException {
            return new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor() == 0;
        }

        @Override
        public void close() throws IOException {
            try {
                run("umount", folder.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
