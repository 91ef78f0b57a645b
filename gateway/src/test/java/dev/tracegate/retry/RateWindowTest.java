package dev.tracegate.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateWindowTest {
    private static final long START = Duration.ofMinutes(1).toNanos();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final RateWindow window = new RateWindow();

    @Test
    void the_window_is_over_after_a_second_with_ten_answers() {
        window.started(50, START);
        answer(10, START + SECOND);

        assertThat(window.over(START + SECOND - 1)).isFalse();
        assertThat(window.over(START + SECOND)).isTrue();
    }

    @Test
    void with_fewer_answers_the_window_lasts_five_seconds() {
        window.started(50, START);
        answer(9, START + SECOND);

        assertThat(window.over(START + 5 * SECOND - 1)).isFalse();
        assertThat(window.over(START + 5 * SECOND)).isTrue();
    }

    @Test
    void the_window_starts_with_its_first_call_or_answer() {
        answer(1, START);
        window.started(50, START + SECOND);

        assertThat(window.seconds(START + 2 * SECOND)).isEqualTo(2);
        assertThat(window.attemptedPerSecond(START + 2 * SECOND)).isEqualTo(25);
    }

    @Test
    void counts_segments_calls_and_throttles() {
        window.started(50, START);
        window.started(30, START);
        answer(3, START);
        window.answered(true, START);

        assertThat(window.attemptedPerSecond(START + 2 * SECOND)).isEqualTo(40);
        assertThat(window.calls()).isEqualTo(4);
        assertThat(window.throttledCalls()).isOne();
        assertThat(window.share()).isEqualTo(0.25);
    }

    @Test
    void a_window_without_length_counts_as_a_nanosecond() {
        window.started(1, START);

        assertThat(window.seconds(START)).isEqualTo(1e-9);
    }

    private void answer(int calls, long now) {
        IntStream.range(0, calls).forEach(call -> window.answered(false, now));
    }
}
