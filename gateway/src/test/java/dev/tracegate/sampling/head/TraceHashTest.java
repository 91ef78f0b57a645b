package dev.tracegate.sampling.head;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.segment.TraceId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TraceHashTest {
    private static final int IDS = 10_000;

    /** The vectors were computed by xxhash 0.8 (Python package 4.1.0), the reference implementation. */
    @Test
    void the_hash_is_that_of_the_reference_implementation() throws IOException {
        assertThat(vectors()).hasSizeGreaterThan(10)
                .allSatisfy(line -> assertThat(hash(line.split(",", -1)[0])).isEqualTo(line.split(",", -1)[1]));
    }

    @Test
    void the_documentation_has_the_seed_and_each_vector() throws IOException {
        var page = Files.readString(Path.of(System.getProperty("basedir", ".")).resolve("../docs/sampling.md"));

        assertThat(page).contains("0x" + HexFormat.of().toHexDigits(TraceHash.SEED));
        assertThat(vectors()).allSatisfy(
                line -> assertThat(page).contains("| `" + line.replace(",", "` | `") + "` |"));
    }

    /** Mean of the bits that change in the hash, for each bit of the id: 32 of 64, with a standard deviation of 4 / sqrt(10,000) = 0.04. */
    @Test
    void each_of_the_128_bits_of_the_id_changes_half_of_the_hash() {
        for (int bit = 0; bit < 2 * Long.SIZE; bit++) {
            var random = new SplittableRandom(bit);
            long changed = 0;
            for (int i = 0; i < IDS; i++) {
                var id = new TraceId(random.nextLong(), random.nextLong());
                changed += Long.bitCount(TraceHash.of(id) ^ TraceHash.of(flipped(id, bit)));
            }
            assertThat((double) changed / IDS).as("bit %d", bit).isBetween(31.8, 32.2);
        }
    }

    private static TraceId flipped(TraceId id, int bit) {
        return bit < Long.SIZE ? new TraceId(id.high(), id.low() ^ (1L << bit))
                : new TraceId(id.high() ^ (1L << (bit - Long.SIZE)), id.low());
    }

    private static String hash(String id) {
        return HexFormat.of().toHexDigits(TraceHash.of(TraceId.parse(id).orElseThrow()));
    }

    private static List<String> vectors() throws IOException {
        return lines("trace-hash.csv");
    }

    /** Lines of a file of this package's resources that are no comments. */
    static List<String> lines(String name) throws IOException {
        try (InputStream file = Objects.requireNonNull(TraceHashTest.class.getResourceAsStream(name))) {
            return new String(file.readAllBytes(), UTF_8).lines().filter(line -> !line.startsWith("#")).toList();
        }
    }
}
