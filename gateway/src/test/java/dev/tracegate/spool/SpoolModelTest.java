package dev.tracegate.spool;

import static dev.tracegate.spool.Rig.CARTS;
import static dev.tracegate.spool.Rig.ORDERS;
import static dev.tracegate.spool.Rig.batch;
import static dev.tracegate.spool.Rig.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.dispatch.Overflow.Stored;
import dev.tracegate.tenant.TenantId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the spool with a list in memory for random operations and restarts. */
class SpoolModelTest {
    private record Entry(TenantId tenant, String text) {}

    /** Entries by the order of storing. */
    private final TreeMap<Integer, Entry> waiting = new TreeMap<>();
    private final TreeMap<Integer, Entry> taken = new TreeMap<>();
    private final List<Stored> takenBatches = new ArrayList<>();
    private int texts;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void no_batch_is_lost_or_returned_twice_and_the_oldest_is_first(long seed) throws Exception {
        var random = new Random(seed);
        try (var rig = new Rig(folder.resolve("spool"))) {
            if (seed % 2 == 0) {
                rig.keyFile = Files.writeString(folder.resolve("key"), "ab".repeat(32));
            }
            rig.open();
            for (int step = 0; step < 400; step++) {
                step(rig, random);
            }
            restart(rig);
            take(rig, any -> true, Integer.MAX_VALUE);
            assertThat(waiting).isEmpty();
            assertThat(rig.spool.status().rows()).isEqualTo(taken.size());
        }
    }

    private void step(Rig rig, Random random) {
        switch (random.nextInt(20)) {
            case 0 -> restart(rig);
            case 1, 2, 3 -> {
                var only = random.nextBoolean() ? ORDERS : CARTS;
                take(rig, random.nextBoolean() ? any -> true : only::equals, random.nextInt(5_000));
            }
            case 4, 5, 6, 7 -> pick(random).ifPresent(stored -> {
                rig.run(() -> rig.spool.done(stored.id()));
                taken.remove(number(text(stored.batch())));
            });
            case 8, 9 -> pick(random).ifPresent(stored -> {
                rig.run(() -> rig.spool.release(stored.id()));
                int number = number(text(stored.batch()));
                waiting.put(number, taken.remove(number));
            });
            case 10, 11 -> copy(rig, random);
            default -> put(rig, random);
        }
    }

    private java.util.Optional<Stored> pick(Random random) {
        return takenBatches.isEmpty()
                ? java.util.Optional.empty()
                : java.util.Optional.of(takenBatches.remove(random.nextInt(takenBatches.size())));
    }

    private void copy(Rig rig, Random random) {
        var entry = entry(random);
        var batch = batch(entry.tenant(), entry.text());
        var id = rig.onLoop(() -> rig.spool.copy(batch));
        takenBatches.add(new Stored(id.orElseThrow(), batch));
        taken.put(number(entry.text()), entry);
    }

    private Entry entry(Random random) {
        return new Entry(random.nextBoolean() ? ORDERS : CARTS,
                texts++ + "." + "x".repeat(random.nextInt(random.nextInt(10) == 0 ? 60_000 : 600)));
    }

    private void put(Rig rig, Random random) {
        var entry = entry(random);
        assertThat(rig.put(batch(entry.tenant(), entry.text()))).isTrue();
        waiting.put(number(entry.text()), entry);
    }

    private static int number(String text) {
        return Integer.parseInt(text.substring(0, text.indexOf('.')));
    }

    private void take(Rig rig, Predicate<TenantId> ready, long bytes) {
        var expected = new ArrayList<Entry>();
        long left = bytes;
        for (var entry : List.copyOf(waiting.entrySet())) {
            if (ready.test(entry.getValue().tenant())) {
                int size = entry.getValue().text().length();
                if (!expected.isEmpty() && size > left) {
                    break;
                }
                left -= size;
                expected.add(entry.getValue());
                taken.put(entry.getKey(), waiting.remove(entry.getKey()));
            }
        }
        var stored = rig.onLoop(() -> rig.spool.take(ready, bytes));
        assertThat(stored).extracting(one -> new Entry(one.batch().tenant(), text(one.batch()))).isEqualTo(expected);
        takenBatches.addAll(stored);
    }

    private void restart(Rig rig) {
        rig.reopen();
        waiting.putAll(taken);
        taken.clear();
        takenBatches.clear();
        for (var tenant : List.of(ORDERS, CARTS)) {
            assertThat(rig.balance(tenant).restored())
                    .isEqualTo(waiting.values().stream().filter(entry -> entry.tenant().equals(tenant)).count());
        }
    }
}
