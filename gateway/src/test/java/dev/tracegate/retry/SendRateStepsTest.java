package dev.tracegate.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The limit after one or a few calls of 50 segments, in segments a second. */
class SendRateStepsTest {
    private static final int BATCH = 50;
    private static final long MILLI = Duration.ofMillis(1).toNanos();
    private static final Duration LONG = Duration.ofMinutes(5);

    private final SendRate rate = new SendRate();

    @Test
    void after_a_probe_each_accepted_call_raises_the_rate_by_half_until_it_is_unlimited() {
        long probe = probe();
        double expected = 10 * BATCH;
        for (int call = 0; call < 7; call++) {
            rate.accepted(BATCH, probe);
            expected *= 1.5;
            assertThat(rate.limit()).isCloseTo(expected, within(1e-6));
            rate.started(BATCH, probe);
        }

        rate.accepted(BATCH, probe);

        assertThat(rate.limit()).as("beyond 10,000").isInfinite();
    }

    @Test
    void a_probe_that_is_taken_in_part_ends_the_probing_with_half_the_first_rate() {
        long probe = probe();

        rate.throttled(BATCH, 20, null, probe);

        assertThat(rate.nextNanos(probe)).isEqualTo(probe);
        assertThat(rate.limit()).isEqualTo(250);
    }

    @Test
    void a_second_wait_that_is_asked_for_does_not_change_the_limit() {
        long probe = probe();
        rate.accepted(BATCH, probe);
        rate.started(BATCH, probe);
        rate.throttled(BATCH, 0, LONG, probe);
        assertThat(rate.limit()).as("one probe a second").isEqualTo(BATCH);
        rate.started(BATCH, rate.nextNanos(probe));

        rate.accepted(BATCH, probe + 1_000 * MILLI);

        assertThat(rate.limit()).as("as after the first probe").isEqualTo(750);
    }

    @Test
    void a_wait_of_nothing_is_no_wait() {
        rate.started(BATCH, 0);

        rate.throttled(BATCH, 0, Duration.ZERO, 0);

        assertThat(rate.nextNanos(0)).isZero();
        assertThat(rate.limit()).isInfinite();
    }

    @Test
    void a_second_in_which_every_call_is_throttled_in_part_halves_the_rate_at_once() {
        for (int call = 0; call <= 10; call++) {
            rate.started(BATCH, call * 100L * MILLI);
            rate.throttled(BATCH, 25, null, call * 100L * MILLI);
        }

        assertThat(rate.limit()).as("half of 11 calls").isEqualTo(275);
    }

    /** When the probe may start: it has started. */
    private long probe() {
        rate.started(BATCH, 0);
        rate.throttled(BATCH, 0, LONG, 0);
        long at = rate.nextNanos(0);
        rate.started(BATCH, at);
        return at;
    }
}
