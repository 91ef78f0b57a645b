package dev.tracegate.spool;

import static dev.tracegate.spool.Rig.CARTS;
import static dev.tracegate.spool.Rig.ORDERS;
import static dev.tracegate.spool.Rig.batch;
import static dev.tracegate.spool.Rig.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.dispatch.Overflow.Stored;
import dev.tracegate.flow.ledger.ShedReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hand-over of the spool to a successor: the file at once, and the remaining batches after the predecessor has ended. */
class SpoolHandOverTest {
    @TempDir
    private Path temporary;
    private Path folder;
    private final List<Rig> rigs = new ArrayList<>();

    @AfterEach
    void close() {
        rigs.forEach(Rig::close);
    }

    private Rig rig() {
        folder = temporary.resolve("spool");
        var rig = new Rig(folder);
        rigs.add(rig);
        return rig;
    }

    private static boolean handOver(Rig rig) {
        return rig.onLoop(() -> rig.spool.handOver());
    }

    private static void retryNow(Rig rig) {
        rig.spool.retryNow();
        rig.settle();
        rig.settle(); // the batches that the first pass found are read after it
    }

    private List<Path> others() throws IOException {
        try (var paths = Files.list(folder)) {
            return paths.filter(path -> path.getFileName().toString().matches("spool-.*\\.db")).toList();
        }
    }

    @Test
    void a_successor_gets_waiting_batches_before_the_predecessor_has_ended() {
        var old = rig().open();
        old.put(batch(ORDERS, "a"));
        old.put(batch(CARTS, "b"));
        var successor = rig().begin();
        successor.awaitState(SpoolState.Waiting.class);

        assertThat(handOver(old)).isTrue();
        successor.spool.retryNow();
        successor.awaitState(SpoolState.Working.class);

        assertThat(successor.texts()).containsExactly("a", "b");
        assertThat(successor.balance(ORDERS).restored()).isEqualTo(1);
        assertThat(old.balance(ORDERS).spooled()).as("spooled in the books of the predecessor").isEqualTo(1);
        assertThat(old.texts()).isEmpty();
    }

    @Test
    void taken_batches_stay_with_the_predecessor_until_it_ends() throws Exception {
        var old = rig().open();
        for (var text : List.of("delivered", "not", "waits")) {
            old.put(batch(ORDERS, text));
        }
        var taken = old.take("deliverednot".length());
        assertThat(taken).extracting(stored -> text(stored.batch())).containsExactly("delivered", "not");
        assertThat(handOver(old)).isTrue();
        var successor = rig().open();
        assertThat(successor.texts()).containsExactly("waits");

        old.run(() -> old.spool.done(taken.get(0).id()));
        old.run(() -> old.spool.release(taken.get(1).id()));
        retryNow(successor);
        assertThat(successor.texts()).as("before the predecessor has ended").isEmpty();
        old.end();
        retryNow(successor);

        assertThat(successor.texts()).containsExactly("not");
        assertThat(successor.balance(ORDERS).restored()).isEqualTo(2);
        assertThat(others()).isEmpty();
    }

    @Test
    void batches_stored_after_the_hand_over_reach_the_successor_after_the_end() throws Exception {
        var old = rig().open();
        assertThat(handOver(old)).isTrue();
        assertThat(old.put(batch(ORDERS, "late"))).isTrue();
        var successor = rig().open();
        assertThat(successor.put(batch(ORDERS, "own"))).isTrue();
        old.end();
        retryNow(successor);

        assertThat(successor.texts()).containsExactly("own", "late");
        assertThat(others()).isEmpty();
    }

    @Test
    void a_predecessor_without_batches_leaves_no_file() throws Exception {
        var old = rig().open();
        assertThat(handOver(old)).isTrue();
        assertThat(others()).hasSize(1);
        old.end();

        assertThat(others()).isEmpty();
    }

    @Test
    void encrypted_rows_are_handed_over() throws Exception {
        var key = Files.writeString(temporary.resolve("key"), "ab".repeat(32));
        var old = rig();
        old.keyFile = key;
        old.open();
        old.put(batch(ORDERS, "taken"));
        var taken = old.take(1_000);
        assertThat(handOver(old)).isTrue();
        old.put(batch(CARTS, "late"));
        old.run(() -> taken.forEach(stored -> old.spool.release(stored.id())));
        old.end();
        var successor = rig();
        successor.keyFile = key;
        successor.open();
        retryNow(successor);

        assertThat(successor.texts()).containsExactlyInAnyOrder("taken", "late");
    }

    @Test
    void batches_of_killed_gateways_are_found_at_the_next_start() throws Exception {
        var old = rig().open();
        old.put(batch(ORDERS, "main"));
        old.put(batch(ORDERS, "taken"));
        old.take(4);
        assertThat(handOver(old)).isTrue();
        old.put(batch(CARTS, "late"));
        old.take(1_000);
        var killed = temporary.resolve("killed");
        Rig.copy(folder, killed);

        var next = rig();
        next.folder = killed;
        next.open();
        retryNow(next);

        assertThat(next.texts()).containsExactlyInAnyOrder("main", "taken", "late");
        assertThat(next.balance(ORDERS).restored() + next.balance(CARTS).restored()).isEqualTo(3);
    }

    @Test
    void more_batches_than_one_pass_moves_are_handed_over() {
        var old = rig().open();
        for (int i = 0; i < 600; i++) {
            old.put(batch(ORDERS, "before " + i));
        }
        old.takeAll();
        assertThat(handOver(old)).isTrue();
        old.put(batch(ORDERS, 50, 60_000));
        old.put(batch(ORDERS, 50, 60_000));
        old.end();
        var successor = rig().open();
        Rig.await(() -> {
            retryNow(successor);
            return successor.balance(ORDERS).restored() == 700;
        });

        assertThat(successor.takeAll()).hasSize(602);
    }

    @Test
    void rows_of_a_removed_tenant_are_shed_and_old_rows_expire() {
        var old = rig().open();
        assertThat(handOver(old)).isTrue();
        old.put(batch(ORDERS, "gone"));
        old.put(batch(CARTS, "old"));
        old.end();
        var successor = rig();
        successor.tenants.remove(ORDERS);
        successor.clock.advance(Duration.ofHours(25));
        successor.open();
        Rig.await(() -> {
            retryNow(successor);
            return successor.balance(ORDERS).shed().get(ShedReason.TENANT_GONE) == 1
                    && successor.balance(CARTS).shed().get(ShedReason.SPOOL_EXPIRED) == 1;
        });

        assertThat(successor.balance(ORDERS).imbalance()).isZero();
        assertThat(successor.texts()).isEmpty();
    }

    @Test
    void a_damaged_file_of_a_predecessor_is_set_aside() throws Exception {
        var old = rig().open();
        old.put(batch(ORDERS, "main"));
        old.end();
        Files.writeString(folder.resolve("spool-0badf00d.db"),
                "no database, but long enough to look like one ".repeat(99));

        var next = rig().open();
        retryNow(next);

        assertThat(next.texts()).containsExactly("main");
        assertThat(next.spool.status().state()).isInstanceOf(SpoolState.Working.class);
        assertThat(folder.resolve("spool-0badf00d.db.damaged")).exists();
        assertThat(others()).isEmpty();
    }

    @Test
    void a_gateway_that_waits_for_the_file_cannot_hand_it_over() {
        rig().open();
        var second = rig().begin();
        second.awaitState(SpoolState.Waiting.class);

        assertThat(handOver(second)).isFalse();
        assertThat(handOver(second)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void across_many_take_overs_each_batch_is_restored_once(long seed) throws Exception {
        var random = new Random(seed);
        var current = rig().open();
        var open = new HashSet<String>();
        Rig draining = null;
        var taken = new ArrayList<Stored>();
        for (int step = 0; step < 300; step++) {
            var rig = current;
            switch (random.nextInt(12)) {
                case 0 -> {
                    if (draining == null) {
                        assertThat(handOver(rig)).isTrue();
                        draining = rig;
                        current = rig().open();
                        taken.forEach(stored -> open.remove(text(stored.batch())));
                        finish(draining, taken, open, random);
                    }
                }
                case 1 -> {
                    if (draining != null) {
                        draining.end();
                        draining = null;
                        retryNow(rig);
                    }
                }
                case 2, 3 -> taken.addAll(rig.take(random.nextInt(3_000)));
                case 4, 5 -> {
                    if (!taken.isEmpty()) {
                        var stored = taken.remove(random.nextInt(taken.size()));
                        rig.run(() -> rig.spool.done(stored.id()));
                        assertThat(open.remove(text(stored.batch()))).isTrue();
                    }
                }
                default -> {
                    var batch = batch(random.nextBoolean() ? ORDERS : CARTS, step + "x".repeat(random.nextInt(900)));
                    assertThat(rig.put(batch)).isTrue();
                    open.add(text(batch));
                }
            }
        }
        if (draining != null) {
            draining.end();
        }
        var last = current;
        taken.forEach(stored -> last.run(() -> last.spool.release(stored.id())));
        var found = new ArrayList<String>();
        Rig.await(() -> {
            retryNow(last);
            found.addAll(last.texts());
            return found.size() >= open.size();
        });

        assertThat(found).containsExactlyInAnyOrderElementsOf(open);
        assertThat(others()).isEmpty();
    }

    /** The predecessor delivers some taken batches, releases the others and stores one more from memory. */
    private static void finish(Rig old, List<Stored> taken, Set<String> open, Random random) {
        for (var stored : taken) {
            if (random.nextBoolean()) {
                old.run(() -> old.spool.done(stored.id()));
            } else {
                old.run(() -> old.spool.release(stored.id()));
                open.add(text(stored.batch()));
            }
        }
        taken.clear();
        var late = batch(ORDERS, "late" + random.nextInt());
        assertThat(old.put(late)).isTrue();
        open.add(text(late));
    }
}
