package dev.tracegate.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Single decisions: the calls of one window and the limit that follows. */
class ConcurrencyStepsTest {
    private static final Duration FAST = Duration.ofMillis(10);
    private static final long MILLI = Duration.ofMillis(1).toNanos();
    private static final long WINDOW = 500 * MILLI;

    private Concurrency concurrency = new Concurrency(8, 64);
    private long now;

    @Test
    void the_limit_doubles_after_half_a_second_with_all_calls_in_use() {
        concurrency.answered(FAST, 8, WINDOW - 1);
        assertThat(concurrency.limit()).isEqualTo(8);

        concurrency.answered(FAST, 1, WINDOW);

        assertThat(concurrency.limit()).isEqualTo(16);
    }

    @Test
    void with_slow_calls_a_window_lasts_twice_as_long_as_a_call() {
        concurrency.answered(Duration.ofMillis(300), 8, WINDOW);
        concurrency.answered(Duration.ofMillis(500), 8, 800 * MILLI - 1);
        assertThat(concurrency.limit()).isEqualTo(8);

        concurrency.answered(Duration.ofMillis(400), 8, 800 * MILLI);

        assertThat(concurrency.limit()).isEqualTo(16);
    }

    @ParameterizedTest
    @CsvSource({"124, 8", "126, 32"})
    void a_doubling_is_kept_if_the_throughput_grew_by_a_quarter(int calls, int limit) {
        window(100, 8);
        window(calls, 16);

        assertThat(concurrency.limit()).isEqualTo(limit);
    }

    @ParameterizedTest
    @CsvSource({"112, 8", "114, 12"})
    void a_step_by_a_half_is_kept_if_the_throughput_grew_by_an_eighth(int calls, int limit) {
        concurrency = new Concurrency(8, 12);
        window(100, 8);
        assertThat(concurrency.limit()).isEqualTo(12);

        window(calls, 12);

        assertThat(concurrency.limit()).isEqualTo(limit);
    }

    @Test
    void the_throughput_is_calls_divided_by_the_length_of_the_window() {
        now = 20 * WINDOW - WINDOW;
        window(2_000, 8);
        assertThat(concurrency.limit()).isEqualTo(16);

        window(130, 16);

        assertThat(concurrency.limit()).as("limit after 200 calls per second became 260").isEqualTo(32);
    }

    @Test
    void after_a_step_without_gain_the_limit_stays_for_twenty_windows() {
        window(100, 8);
        window(100, 16);
        assertThat(concurrency.limit()).isEqualTo(8);
        for (int rest = 0; rest < 20; rest++) {
            window(100, 8);
            assertThat(concurrency.limit()).isEqualTo(8);
        }

        window(100, 8);

        assertThat(concurrency.limit()).isEqualTo(16);
    }

    @Test
    void while_calls_are_unused_the_limit_decreases_by_an_eighth_or_by_one() {
        window(100, 8);
        window(200, 16);
        window(400, 32);
        assertThat(concurrency.limit()).isEqualTo(64);

        var limits = IntStream.range(0, 24).map(i -> {
            window(400, concurrency.limit() - 1);
            return concurrency.limit();
        });

        assertThat(limits).containsExactly(56, 49, 43, 38, 34, 30, 27, 24, 21, 19, 17, 15, 14, 13, 12, 11, 10, 9, 8, 8,
                8, 8, 8, 8);
    }

    @Test
    void after_a_decrease_the_next_step_up_is_not_compared_with_the_old_throughput() {
        window(100, 8);
        window(100, 15);
        assertThat(concurrency.limit()).isEqualTo(14);

        window(50, 14);

        assertThat(concurrency.limit()).as("a decrease is not a step to be judged").isEqualTo(28);
    }

    @Test
    void an_unanswered_call_halves_the_limit_once_per_window() {
        window(100, 8);
        window(200, 16);
        assertThat(concurrency.limit()).isEqualTo(32);

        concurrency.failed(now + 1);
        concurrency.failed(now + 2);
        assertThat(concurrency.limit()).isEqualTo(16);
        window(100, 16);
        concurrency.failed(now + 1);
        assertThat(concurrency.limit()).as("halved again in the next window").isEqualTo(8);
        window(100, 8);
        concurrency.failed(now + 1);
        assertThat(concurrency.limit()).as("the minimum").isEqualTo(8);
    }

    @Test
    void after_a_failure_the_limit_stays_for_twenty_windows() {
        concurrency.failed(1);
        for (int rest = 0; rest < 20; rest++) {
            window(100, 8);
            assertThat(concurrency.limit()).isEqualTo(8);
        }

        window(100, 8);

        assertThat(concurrency.limit()).isEqualTo(16);
    }

    @Test
    void a_failure_ends_a_window_too() {
        window(100, 8);
        window(200, 16);
        concurrency.failed(now + WINDOW);
        assertThat(concurrency.limit()).as("halved to 16, then decreased because none was in use").isEqualTo(14);

        concurrency.failed(now + WINDOW + 1);

        assertThat(concurrency.limit()).isEqualTo(8);
    }

    /** A window of half a second with the given number of answered calls and of calls in flight. */
    private void window(int calls, int inFlight) {
        now += WINDOW;
        for (int call = 1; call < calls; call++) {
            concurrency.answered(FAST, call == 1 ? inFlight : 1, now - 1);
        }
        concurrency.answered(FAST, 1, now);
    }
}
