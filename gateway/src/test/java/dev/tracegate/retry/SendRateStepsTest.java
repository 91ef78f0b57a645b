package dev.tracegate.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The limit in segments per second after a few calls of 50 segments. */
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
    void a_partially_accepted_probe_ends_the_probing_with_half_the_first_rate() {
        long probe = probe();

        rate.throttled(BATCH, 20, null, probe);

        assertThat(rate.nextNanos(probe)).isEqualTo(probe);
        assertThat(rate.limit()).isEqualTo(250);
    }

    @Test
    void a_second_retry_delay_does_not_change_the_later_limit() {
        long probe = probe();
        rate.accepted(BATCH, probe);
        rate.started(BATCH, probe);
        rate.throttled(BATCH, 0, LONG, probe);
        assertThat(rate.limit()).as("one probe per second").isEqualTo(BATCH);
        rate.started(BATCH, rate.nextNanos(probe));

        rate.accepted(BATCH, probe + 1_000 * MILLI);

        assertThat(rate.limit()).as("the limit after a first accepted probe").isEqualTo(750);
    }

    @Test
    void a_retry_delay_of_zero_is_ignored() {
        rate.started(BATCH, 0);

        rate.throttled(BATCH, 0, Duration.ZERO, 0);

        assertThat(rate.nextNanos(0)).isZero();
        assertThat(rate.limit()).isInfinite();
    }

    @Test
    void a_second_with_only_partially_throttled_calls_halves_the_rate() {
        for (int call = 0; call <= 10; call++) {
            rate.started(BATCH, call * 100L * MILLI);
            rate.throttled(BATCH, 25, null, call * 100L * MILLI);
        }

        assertThat(rate.limit()).as("half of 11 calls").isEqualTo(275);
    }

    /** Starts the first probe and returns its time. */
    private long probe() {
        rate.started(BATCH, 0);
        rate.throttled(BATCH, 0, LONG, 0);
        long at = rate.nextNanos(0);
        rate.started(BATCH, at);
        return at;
    }
}
