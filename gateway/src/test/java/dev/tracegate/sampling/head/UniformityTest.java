package dev.tracegate.sampling.head;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.segment.TraceId;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The hashes of ids that are alike are spread evenly. The seeds are fixed, so a run gives the same figures each time. */
class UniformityTest {
    private static final int IDS = 1 << 18;
    private static final int CELLS = 256;
    /** Chi-square with 255 degrees of freedom has mean 255 and a standard deviation of sqrt(510) = 22.6; this is six of them away. */
    private static final double MOST_CHI_SQUARE = 391;
    private static final double SIGMAS = 5;

    static Stream<Named<LongFunction<TraceId>>> ids() {
        var random = new SplittableRandom(4);
        long epoch = 0x65a1b2c3L << 32;
        return Stream.of(Named.of("random", i -> new TraceId(random.nextLong(), random.nextLong())),
                Named.of("X-Ray's form, 1,000 traces a second",
                        i -> new TraceId((epoch + ((i / 1_000) << 32)) | Integer.toUnsignedLong(random.nextInt()),
                                random.nextLong())),
                Named.of("counted in the low bits", i -> new TraceId(epoch, i)),
                Named.of("counted in the high bits", i -> new TraceId(i << 32, 0)),
                Named.of("a low half that repeats every 64 ids", i -> new TraceId(i, i % 64)));
    }

    @ParameterizedTest
    @MethodSource("ids")
    void hashes_fill_equal_parts_of_the_range_evenly(LongFunction<TraceId> ids) {
        var cells = new int[CELLS];
        for (long i = 0; i < IDS; i++) {
            cells[(int) (TraceHash.of(ids.apply(i)) >>> (Long.SIZE - 8))]++;
        }

        double expected = (double) IDS / CELLS;
        double chiSquare = 0;
        for (int count : cells) {
            chiSquare += (count - expected) * (count - expected) / expected;
        }
        assertThat(chiSquare).isLessThan(MOST_CHI_SQUARE);
    }

    @ParameterizedTest
    @MethodSource("ids")
    void the_share_kept_is_the_rate(LongFunction<TraceId> ids) {
        for (double rate : new double[]{0.01, 0.1, 0.5, 0.9}) {
            var keep = KeepRate.of(rate);
            long kept = 0;
            for (long i = 0; i < IDS; i++) {
                kept += keep.keeps(ids.apply(i)) ? 1 : 0;
            }
            assertThat(Math.abs(kept - rate * IDS)).as("rate %s", rate)
                    .isLessThan(SIGMAS * Math.sqrt(IDS * rate * (1 - rate)));
        }
    }
}
