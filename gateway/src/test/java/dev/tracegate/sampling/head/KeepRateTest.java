package dev.tracegate.sampling.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracegate.segment.TraceId;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeepRateTest {
    private static final int IDS = 1_000;
    /** Of a double, so that a hash cut to them is a rate without rounding. */
    private static final int EXACT_BITS = 53;

    @Test
    void rate_0_keeps_nothing_and_rate_1_keeps_all() {
        var random = new SplittableRandom(1);
        for (int i = 0; i < IDS; i++) {
            var id = new TraceId(random.nextLong(), random.nextLong());
            assertThat(KeepRate.of(0).keeps(id)).isFalse();
            assertThat(KeepRate.of(1).keeps(id)).isTrue();
        }
        assertThat(KeepRate.of(1)).isSameAs(KeepRate.ALL).matches(KeepRate::keepsAll);
        assertThat(KeepRate.of(Math.nextDown(1.0)).keepsAll()).isFalse();
    }

    /** The two rates next to a hash: the trace is dropped by the largest that is not above it, and kept by the next one. */
    @Test
    void a_trace_is_kept_if_its_hash_is_less_than_the_rate_times_2_to_the_64() {
        var random = new SplittableRandom(2);
        for (int i = 0; i < IDS; i++) {
            var id = new TraceId(random.nextLong(), random.nextLong());
            long cut = TraceHash.of(id) >>> (Long.SIZE - EXACT_BITS);
            if (cut * 0x1p-53 >= KeepRate.LEAST) {
                assertThat(KeepRate.of(cut * 0x1p-53).keeps(id)).as("%s", id).isFalse();
            }
            if ((cut + 1) * 0x1p-53 >= KeepRate.LEAST) {
                assertThat(KeepRate.of((cut + 1) * 0x1p-53).keeps(id)).as("%s", id).isTrue();
            }
        }
    }

    @Test
    void a_higher_rate_keeps_all_that_a_lower_one_keeps() {
        var random = new SplittableRandom(3);
        for (int i = 0; i < IDS; i++) {
            double one = rate(random);
            double other = rate(random);
            var lower = KeepRate.of(Math.min(one, other));
            var higher = KeepRate.of(Math.max(one, other));
            for (int j = 0; j < 100; j++) {
                var id = new TraceId(random.nextLong(), random.nextLong());
                assertThat(!lower.keeps(id) || higher.keeps(id)).as("%s: %s and %s", id, lower, higher).isTrue();
            }
        }
    }

    /** Half of them small, where a rounding error would matter most. */
    private static double rate(SplittableRandom random) {
        double rate = random.nextDouble(KeepRate.LEAST, 1);
        return random.nextBoolean() ? rate : Math.max(KeepRate.LEAST, rate * rate * rate);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.5, -0.1, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE, 0.999e-6})
    void what_is_no_rate_is_refused(double rate) {
        assertThat(KeepRate.isRate(rate)).isFalse();
        assertThatThrownBy(() -> KeepRate.of(rate)).hasMessageContaining("must be 0, or 1.0E-6 to 1, was " + rate);
    }

    @ParameterizedTest
    @CsvSource({"0.1,10", "1,100", "0,0", "-0.0,0", "0.015,1.5", "0.000001,0.0001",
            "0.3333333333333333,33.33333333333333"})
    void the_reason_has_the_rate_in_percent(double rate, String percent) {
        assertThat(KeepRate.of(rate).reason()).isEqualTo("tenant keep rate " + percent + " %");
    }

    @Test
    void rates_are_equal_by_their_number() {
        assertThat(KeepRate.of(0.1)).isEqualTo(KeepRate.of(0.1))
                .hasSameHashCodeAs(KeepRate.of(0.1))
                .isNotEqualTo(
                        KeepRate.of(0.2));
        assertThat(KeepRate.of(-0.0)).isEqualTo(KeepRate.of(0));
        assertThat(KeepRate.of(0.1)).isLessThan(KeepRate.of(0.2));
    }
}
