package dev.tracegate.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.retry.RateTrial.Verdict;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateTrialTest {
    private static final double FAST = 1_000;
    private static final double FEW = 250;
    private static final double CEILING_SHARE = 0.03;

    @Test
    void attempts_go_down_to_half_of_what_was_accepted() {
        assertThat(new RateTrial(5_000, window(100, 50), FAST, 50).least()).isEqualTo(250);
        assertThat(new RateTrial(5_000, window(100, 20), FAST, 50).least()).isEqualTo(400);
        assertThat(new RateTrial(5_000, window(100, 50), FAST, 300).least()).as("the lowest rate").isEqualTo(300);
    }

    @Test
    void the_second_window_can_lower_it_and_the_third_cannot() {
        var trial = new RateTrial(5_000, window(100, 50), FAST, 50);
        assertThat(trial.isConfirmed()).isFalse();

        trial.add(window(100, 50), 1, 400, false);
        assertThat(trial.isConfirmed()).isTrue();
        assertThat(trial.least()).isEqualTo(100);
        trial.add(window(100, 50), 1, 200, false);
        assertThat(trial.least()).isEqualTo(100);
        assertThat(trial.limitBefore()).isEqualTo(5_000);
    }

    @Test
    void its_share_is_of_all_windows() {
        var trial = new RateTrial(5_000, window(100, 50), FAST, 50);
        trial.add(window(300, 10), 1, FAST, false);

        assertThat(trial.share()).isEqualTo(60 / 400.0);
    }

    @ParameterizedTest
    @CsvSource({"50, 3, CEILING", "50, 4, OPEN", "49, 0, OPEN", "100, 7, CEILING", "100, 8, OPEN"})
    void few_throttles_of_fifty_calls_are_a_ceiling_that_is_held(int calls, int throttles, Verdict verdict) {
        var trial = new RateTrial(5_000, window(100, 50), FAST, 50);

        trial.add(window(calls, throttles), 1, FAST, false);

        assertThat(trial.verdict(CEILING_SHARE)).isEqualTo(verdict);
    }

    /** 50 throttles fade to 26.1 of 370.9 calls, which is more than 7 %; then to 22.2 of 415.2, which is less. */
    @Test
    void older_windows_fade() {
        var trial = new RateTrial(5_000, window(100, 50), FAST, 50);
        trial.add(window(100, 50), 1, FAST, false);
        IntStream.range(0, 4).forEach(i -> trial.add(window(100, 0), 1, FAST, false));
        assertThat(trial.verdict(CEILING_SHARE)).isEqualTo(Verdict.OPEN);

        trial.add(window(100, 0), 1, FAST, false);

        assertThat(trial.verdict(CEILING_SHARE)).isEqualTo(Verdict.CEILING);
    }

    @ParameterizedTest
    @CsvSource({"30, 30, CHANCE", "30, 29, OPEN"})
    void three_fifths_of_the_throttles_from_before_are_chance_where_attempts_are_few(int first, int second,
            Verdict verdict) {
        assertThat(atFewAttempts(FEW, false, first, second)).isEqualTo(verdict);
    }

    @Test
    void a_quarter_of_the_attempts_from_before_is_few() {
        assertThat(atFewAttempts(FEW, false, 50, 50)).isEqualTo(Verdict.CHANCE);
        assertThat(atFewAttempts(FEW + 1, false, 50, 50)).isEqualTo(Verdict.OPEN);
        assertThat(atFewAttempts(FEW + 1, true, 60, 60)).as("attempts cannot be fewer").isEqualTo(Verdict.CHANCE);
    }

    /** With 500 a second accepted, a ceiling throttles a third of 750: 66.7 of 200 calls; three fifths of the way from there to 100 are 86.7. */
    @Test
    void what_a_ceiling_would_throttle_at_that_rate_does_not_count() {
        assertThat(atFewAttempts(750, true, 43, 43)).isEqualTo(Verdict.OPEN);
        assertThat(atFewAttempts(750, true, 43, 44)).isEqualTo(Verdict.CHANCE);
    }

    /** With 600 a second granted at least, a ceiling throttles a fifth of 750: 40 of 200 calls; three fifths of the way from there to 100 are 76. */
    @Test
    void a_ceiling_grants_the_lowest_rate_at_least() {
        assertThat(atFewAttempts(600, 750, true, 38, 37)).isEqualTo(Verdict.OPEN);
        assertThat(atFewAttempts(600, 750, true, 38, 39)).isEqualTo(Verdict.CHANCE);
    }

    @Test
    void the_first_window_at_few_attempts_does_not_count() {
        var trial = confirmed(50);
        trial.add(window(100, 50), 5, FEW, false);
        trial.add(window(100, 50), 5, FEW, false);
        assertThat(trial.verdict(CEILING_SHARE)).isEqualTo(Verdict.OPEN);

        trial.add(window(100, 50), 1, FEW, false);

        assertThat(trial.verdict(CEILING_SHARE)).isEqualTo(Verdict.CHANCE);
    }

    @Test
    void two_windows_that_are_shorter_than_two_seconds_are_not_enough() {
        var trial = confirmed(50);
        trial.add(window(100, 50), 1, FEW, false);
        trial.add(window(100, 50), 1, FEW, false);
        trial.add(window(100, 50), 0.9, FEW, false);
        assertThat(trial.verdict(CEILING_SHARE)).isEqualTo(Verdict.OPEN);

        trial.add(window(100, 50), 0.1, FEW, false);

        assertThat(trial.verdict(CEILING_SHARE)).isEqualTo(Verdict.CHANCE);
    }

    @ParameterizedTest
    @CsvSource({"5, 5, CHANCE", "5, 4, OPEN"})
    void ten_throttles_are_needed(int first, int second, Verdict verdict) {
        var trial = confirmed(10);
        trial.add(window(50, 5), 1, FEW, false);
        trial.add(window(50, first), 1, FEW, false);
        trial.add(window(50, second), 1, FEW, false);

        assertThat(trial.verdict(CEILING_SHARE)).isEqualTo(verdict);
    }

    @Test
    void where_every_call_is_throttled_nothing_can_be_told() {
        assertThat(atFewAttempts(FEW, false, 100, 100)).isEqualTo(Verdict.OPEN);
        assertThat(atFewAttempts(FEW, false, 100, 99)).isEqualTo(Verdict.CHANCE);
    }

    /** 1.5 standard deviations above a half of 200 calls are 110.6. */
    @Test
    void a_share_that_gateways_at_a_ceiling_see_too_is_not_chance() {
        var trial = confirmed(50);
        trial.add(window(100, 50), 1, FEW, false);
        trial.add(window(100, 55), 1, FEW, false);
        trial.add(window(100, 55), 1, FEW, false);
        assertThat(trial.verdict(0.5)).isEqualTo(Verdict.OPEN);
        assertThat(atFewAttempts(FEW, false, 56, 55)).isEqualTo(Verdict.CHANCE);

        trial.add(window(100, 90), 1, FEW, false);
        assertThat(trial.verdict(0.5)).isEqualTo(Verdict.CHANCE);
    }

    private static Verdict atFewAttempts(double rate, boolean atLeast, int throttles, int more) {
        return atFewAttempts(50, rate, atLeast, throttles, more);
    }

    private static Verdict atFewAttempts(double lowest, double rate, boolean atLeast, int throttles, int more) {
        var trial = confirmed(lowest, 50);
        trial.add(window(100, 50), 1, rate, atLeast);
        trial.add(window(100, throttles), 1, rate, atLeast);
        trial.add(window(100, more), 1, rate, atLeast);
        return trial.verdict(CEILING_SHARE);
    }

    private static RateTrial confirmed(int throttles) {
        return confirmed(50, throttles);
    }

    /** After two windows at 1,000 segments a second with so many throttles of 100 calls. */
    private static RateTrial confirmed(double lowest, int throttles) {
        var trial = new RateTrial(5_000, window(100, throttles), FAST, lowest);
        trial.add(window(100, throttles), 1, FAST, false);
        return trial;
    }

    private static RateWindow window(int calls, int throttles) {
        var window = new RateWindow();
        IntStream.range(0, calls).forEach(call -> window.answered(call < throttles, 0));
        return window;
    }
}
