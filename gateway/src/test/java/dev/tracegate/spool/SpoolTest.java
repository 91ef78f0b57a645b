package dev.tracegate.spool;

import static dev.tracegate.spool.Rig.CARTS;
import static dev.tracegate.spool.Rig.MIB;
import static dev.tracegate.spool.Rig.ORDERS;
import static dev.tracegate.spool.Rig.batch;
import static dev.tracegate.spool.Rig.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.flow.ledger.ShedReason;
import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of {@link dev.tracegate.dispatch.Overflow} with a spool on a real file. */
class SpoolTest {
    @TempDir
    private Path folder;
    private Rig rig;

    private Rig open() {
        rig = new Rig(folder.resolve("spool")).open();
        return rig;
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void a_stored_batch_is_returned_unchanged() {
        open();
        var segments = batch(ORDERS, 3, 200);

        assertThat(rig.put(segments)).isTrue();
        var back = rig.take(1).getFirst().batch();

        assertThat(back.tenant()).isEqualTo(ORDERS);
        assertThat(back.bytes()).isEqualTo(600);
        assertThat(back.segments()).hasSize(3).zipSatisfy(segments.segments(), (is, was) -> {
            assertThat(is.envelope()).isEqualTo(was.envelope());
            assertThat(is.escaped()).isEqualTo(was.escaped());
            assertThat(is.source()).isEqualTo(was.source());
        });
    }

    @Test
    void the_age_of_a_segment_includes_its_time_on_disk() {
        open();
        rig.put(batch(ORDERS, "a"));
        rig.clock.advance(Duration.ofMinutes(5));

        long age = System.nanoTime() - rig.take(1).getFirst().batch().segments().getFirst().receivedNanos();

        assertThat(Duration.ofNanos(age)).isBetween(Duration.ofSeconds(299), Duration.ofMinutes(6));
    }

    @Test
    void take_returns_the_oldest_batches_of_ready_tenants_up_to_a_number_of_bytes() {
        open();
        rig.put(batch(ORDERS, "first"));
        rig.put(batch(CARTS, "second"));
        rig.put(batch(ORDERS, "third"));

        var some = rig.take(11);
        var others = rig.onLoop(() -> rig.spool.take(CARTS::equals, 100));
        var rest = rig.take(1);

        assertThat(some).extracting(stored -> text(stored.batch())).containsExactly("first", "second");
        assertThat(others).isEmpty();
        assertThat(rest).extracting(stored -> text(stored.batch())).containsExactly("third");
        assertThat(rig.take(1)).isEmpty();
    }

    @Test
    void has_more_while_a_batch_of_a_ready_tenant_waits() {
        open();
        rig.put(batch(ORDERS, "a"));

        assertThat(hasMore(ORDERS)).isTrue();
        assertThat(hasMore(CARTS)).isFalse();
        rig.take(1);
        assertThat(hasMore(ORDERS)).isFalse();
    }

    private boolean hasMore(dev.tracegate.tenant.TenantId tenant) {
        return rig.onLoop(() -> Future.succeededFuture(rig.spool.hasMore(tenant::equals)));
    }

    @Test
    void a_released_batch_returns_to_its_position() {
        open();
        rig.put(batch(ORDERS, "first"));
        rig.put(batch(ORDERS, "second"));
        var first = rig.take(1).getFirst();

        rig.run(() -> rig.spool.release(first.id()));

        assertThat(rig.texts()).containsExactly("first", "second");
    }

    @Test
    void only_batches_that_are_not_done_are_restored_after_a_restart() {
        open();
        IntStream.range(0, 5).forEach(i -> rig.put(batch(ORDERS, "no. " + i)));
        var taken = rig.take(10);
        rig.run(() -> rig.spool.done(taken.getFirst().id()));

        rig.reopen();

        assertThat(rig.balance(ORDERS).restored()).isEqualTo(4);
        assertThat(rig.balance(ORDERS).spooled()).isEqualTo(4);
        assertThat(rig.texts()).containsExactly("no. 1", "no. 2", "no. 3", "no. 4");
        rig.put(batch(CARTS, "later"));
        assertThat(rig.texts()).containsExactly("later");
    }

    @Test
    void batches_of_a_removed_tenant_are_shed_at_start() {
        open();
        rig.put(batch(ORDERS, 7, 10));
        rig.put(batch(CARTS, "stays"));
        rig.tenants.remove(ORDERS);

        rig.reopen();

        assertThat(rig.texts()).containsExactly("stays");
        assertThat(rig.balance(ORDERS).shed()).containsEntry(ShedReason.TENANT_GONE, 7L);
        assertThat(rig.balance(ORDERS).imbalance()).isZero();
        rig.tenants.add(ORDERS);
        rig.reopen();
        assertThat(rig.balance(ORDERS).restored()).isZero();
    }

    @Test
    void batches_older_than_the_maximum_age_are_shed() {
        open();
        rig.put(batch(ORDERS, "old"));
        rig.clock.advance(Duration.ofHours(23));
        rig.put(batch(ORDERS, "young"));
        rig.clock.advance(Duration.ofHours(2));

        Rig.await(() -> rig.balance(ORDERS).shed().get(ShedReason.SPOOL_EXPIRED) == 1);
        rig.clock.advance(Duration.ofHours(1));
        rig.reopen();

        assertThat(rig.texts()).containsExactly("young");
        assertThat(rig.balance(ORDERS).imbalance()).isZero();
    }

    @Test
    void a_clock_that_steps_back_expires_nothing() {
        open();
        rig.put(batch(ORDERS, "from tomorrow"));
        rig.clock.advance(Duration.ofHours(-30));
        rig.reopen();

        assertThat(rig.texts()).containsExactly("from tomorrow");
        assertThat(rig.spool.status().oldestAge()).isZero();
    }

    @Test
    void a_tenant_without_spooling_is_not_accepted() {
        open();
        rig.withoutSpool.add(ORDERS);

        assertThat(rig.accepts(ORDERS)).isFalse();
        assertThat(rig.put(batch(ORDERS, "a"))).isFalse();
        assertThat(rig.accepts(CARTS)).isTrue();
    }

    @Test
    void a_full_spool_accepts_nothing_and_stays_within_its_maximum_size() {
        rig = new Rig(folder);
        rig.maxBytes = 32 * MIB;
        rig.open();
        int put = 0;
        while (rig.put(batch(ORDERS, 50, 10_000))) {
            put++;
            assertThat(onDisk()).isLessThanOrEqualTo(32 * MIB);
        }

        assertThat(rig.accepts(ORDERS)).isFalse();
        assertThat(put * 500_000L).isGreaterThan(20 * MIB);
        rig.takeAll().forEach(stored -> rig.run(() -> rig.spool.done(stored.id())));
        Rig.await(() -> rig.spool.status().fileBytes() < MIB);
        assertThat(rig.accepts(ORDERS)).isTrue();
        assertThat(onDisk()).isLessThan(MIB);
    }

    private long onDisk() {
        return folder.resolve("spool.db").toFile().length() + folder.resolve("spool.db-wal").toFile().length();
    }

    @Test
    void freed_space_is_reused() {
        rig = new Rig(folder);
        rig.maxBytes = 32 * MIB;
        rig.open();
        for (int i = 0; i < 200; i++) {
            assertThat(rig.put(batch(ORDERS, 50, 10_000))).isTrue();
            rig.take(1).forEach(stored -> rig.run(() -> rig.spool.done(stored.id())));
        }
        assertThat(onDisk()).isLessThanOrEqualTo(32 * MIB);
    }

    @Test
    void concurrent_puts_are_stored_in_order() {
        open();
        rig.onLoop(() -> Future
                .all(IntStream.range(0, 1_000).mapToObj(i -> rig.spool.put(batch(ORDERS, "no. " + i))).toList()));

        rig.reopen();

        assertThat(rig.texts()).isEqualTo(IntStream.range(0, 1_000).mapToObj(i -> "no. " + i).toList());
    }

    @Test
    void only_the_owner_can_read_the_files() throws Exception {
        open();
        rig.put(batch(ORDERS, "secret"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("spool"))))
                .isEqualTo("rwx------");
        try (var files = Files.list(folder.resolve("spool"))) {
            assertThat(files.toList()).hasSize(2)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void a_closed_spool_accepts_and_returns_nothing() {
        open();
        rig.put(batch(ORDERS, "a"));
        var taken = rig.take(1).getFirst();
        rig.end();

        assertThat(rig.accepts(ORDERS)).isFalse();
        assertThat(rig.put(batch(ORDERS, "b"))).isFalse();
        assertThat(rig.take(1)).isEmpty();
        rig.run(() -> rig.spool.release(taken.id()));
        rig.open();
        assertThat(rig.texts()).containsExactly("a");
    }

    @Test
    void the_status_has_the_values_for_the_metrics() {
        open();
        rig.put(batch(ORDERS, "a"));
        rig.clock.advance(Duration.ofMinutes(3));
        var status = rig.spool.status();

        assertThat(status.rows()).isEqualTo(1);
        assertThat(status.oldestAge()).isEqualTo(Duration.ofMinutes(3));
        assertThat(status.fileBytes()).isPositive();
        assertThat(status.limitBytes()).isEqualTo(64 * MIB);
        assertThat(status.problem()).isEmpty();
    }

    @Test
    void a_confirmed_batch_survives_kill_9() throws Exception {
        var home = folder.resolve("killed");
        var child = new ProcessBuilder(System.getProperty("java.home") + "/bin/java",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                PutsUntilKilled.class.getName(), home.toString()).redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long confirmed = 0;
        try (var lines = child.inputReader()) {
            for (var line = lines.readLine(); line != null && confirmed < 300; line = lines.readLine()) {
                confirmed = line.matches("\\d+") ? Long.parseLong(line) : confirmed;
            }
            child.destroyForcibly();
            assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        rig = new Rig(home).open();

        var texts = rig.texts();

        assertThat(texts.size()).isGreaterThanOrEqualTo((int) confirmed).isGreaterThanOrEqualTo(300);
        assertThat(texts).isEqualTo(IntStream.range(0, texts.size()).mapToObj(i -> "no. " + i).toList());
        assertThat(rig.balance(ORDERS).restored()).isEqualTo(texts.size());
    }

    /** Stores batches one by one and prints their number. */
    static final class PutsUntilKilled {
        private PutsUntilKilled() {}

        public static void main(String[] args) {
            var rig = new Rig(Path.of(args[0])).open();
            for (int i = 0; rig.put(batch(ORDERS, "no. " + i)); i++) {
                System.out.println(i + 1);
            }
        }
    }

    @Test
    void a_copy_of_the_open_files_has_all_confirmed_batches() throws Exception {
        open();
        var texts = List.of("a", "b", "c");
        texts.forEach(text -> rig.put(batch(ORDERS, text)));
        Rig.copy(folder.resolve("spool"), folder.resolve("copy"));

        try (var copy = new Rig(folder.resolve("copy")).open()) {
            assertThat(copy.texts()).isEqualTo(texts);
        }
    }
}
