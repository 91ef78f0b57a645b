package dev.tracegate.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {
    private static final long SECOND = 1_000_000_000;
    private static final int MOST_DATAGRAM = 65_507;

    @ParameterizedTest
    @CsvSource({"500,Infinity,500", "1,Infinity,1", "0.5,Infinity,1", "Infinity,102400,100", "Infinity,1024,64",
            "70,102400,70"})
    void a_burst_is_limited_to_the_amount_of_one_second(double segments, double bytes, int admitted) {
        var rate = new RateLimit(new Limits(segments, bytes, 65_536, 1), 0);

        assertThat(admitted(rate, 1_000, 1024, 0)).isEqualTo(admitted);
    }

    @Test
    void the_largest_datagram_passes_at_the_lowest_rate() {
        var rate = new RateLimit(new Limits(Limits.NO_RATE, 1024, 65_536, 1), 0);

        assertThat(rate.admit(MOST_DATAGRAM, 0)).isTrue();
        assertThat(rate.admit(MOST_DATAGRAM, 62 * SECOND)).isFalse();
        assertThat(rate.admit(MOST_DATAGRAM, 64 * SECOND)).isTrue();
    }

    @Test
    void a_datagram_refused_by_one_rate_is_charged_to_neither() {
        var rate = new RateLimit(new Limits(2, 102_400, 65_536, 1), 0);
        assertThat(rate.admit(60_000, 0)).isTrue();

        assertThat(rate.admit(60_000, 0)).isFalse();
        assertThat(rate.admit(40_000, 0)).as("the second segment was not charged").isTrue();
        assertThat(rate.admit(1, 0)).as("no segment is left").isFalse();
        assertThat(rate.admit(53_600, SECOND / 2)).as("one segment and the bytes of half a second are refilled")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -5 * SECOND, Long.MAX_VALUE - SECOND / 2, Long.MIN_VALUE})
    void the_refill_depends_only_on_the_elapsed_time(long start) {
        var rate = new RateLimit(new Limits(10, Limits.NO_RATE, 65_536, 1), start);
        assertThat(admitted(rate, 20, 1, start)).isEqualTo(10);

        assertThat(admitted(rate, 20, 1, start + SECOND / 2)).isEqualTo(5);
        assertThat(admitted(rate, 20, 1, start + SECOND)).as("after a possible overflow of the clock").isEqualTo(5);
    }

    @Test
    void a_clock_that_steps_back_refills_nothing_twice() {
        var rate = new RateLimit(new Limits(10, Limits.NO_RATE, 65_536, 1), 0);
        assertThat(admitted(rate, 20, 1, SECOND)).isEqualTo(10);

        assertThat(admitted(rate, 20, 1, 0)).isZero();
        assertThat(admitted(rate, 20, 1, SECOND)).isZero();
        assertThat(admitted(rate, 20, 1, SECOND + SECOND / 10)).isOne();
    }

    @Test
    void without_limits_everything_passes() {
        var rate = new RateLimit(Limits.NONE, 0);

        assertThat(admitted(rate, 100_000, MOST_DATAGRAM, 0)).isEqualTo(100_000);
        assertThat(admitted(rate, 1_000, MOST_DATAGRAM, Long.MAX_VALUE)).isEqualTo(1_000);
    }

    @Test
    void one_second_has_at_most_twice_the_rate_and_no_datagram_within_the_rate_is_refused() {
        var random = new Random(42);
        for (int round = 0; round < 200; round++) {
            double segments = 1 + random.nextInt(200);
            var limits = new Limits(segments, 65_536 + random.nextInt(1_000_000), 65_536, 1);
            long start = random.nextLong();
            var rate = new RateLimit(limits, start);
            var lastSecond = new ArrayDeque<long[]>();
            long bytes = 0;
            long now = start;
            for (int i = 0; i < 2_000; i++) {
                now += random.nextInt(20_000_000);
                int length = 1 + random.nextInt(MOST_DATAGRAM);
                while (!lastSecond.isEmpty() && now - lastSecond.getFirst()[0] >= SECOND) {
                    bytes -= lastSecond.removeFirst()[1];
                }
                if (rate.admit(length, now)) {
                    lastSecond.add(new long[]{now, length});
                    bytes += length;
                    // a full burst plus the refill of one second
                    assertThat(lastSecond.size()).isLessThanOrEqualTo((int) (2 * segments));
                    assertThat((double) bytes).isLessThanOrEqualTo(2 * limits.bytesPerSecond());
                } else if (lastSecond.size() < segments && bytes + length <= limits.bytesPerSecond()) {
                    throw new AssertionError("refused within the limits, in round " + round);
                }
            }
        }
    }

    private static int admitted(RateLimit rate, int offered, int length, long now) {
        int admitted = 0;
        for (int i = 0; i < offered; i++) {
            admitted += rate.admit(length, now) ? 1 : 0;
        }
        return admitted;
    }
}
