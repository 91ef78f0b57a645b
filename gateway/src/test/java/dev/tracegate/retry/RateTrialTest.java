package dev.tracegate.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.retry.RateTrial.Verdict;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateTrialTest {
    private static final double FAST = 1_000;
    private static final double LOW = 250;
    private static final double CEILING_SHARE = 0.03;

    @Test
    void the_lowest_trial_rate_is_half_of_the_accepted_rate() {
        assertThat(new RateTrial(5_000, window(100, 50), FAST, 50).least()).isEqualTo(250);
        assertThat(new RateTrial(5_000, window(100, 20), FAST, 50).least()).isEqualTo(400);
        assertThat(new RateTrial(5_000, window(100, 50), FAST, 300).least()).as("bounded by the lowest rate")
                .isEqualTo(300);
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
    void the_throttled_share_covers_all_windows() {
        var trial = new RateTrial(5_000, window(100, 50), FAST, 50);
        trial.add(window(300, 10), 1, FAST, false);

        assertThat(trial.share()).isEqualTo(60 / 400.0);
    }

    @ParameterizedTest
    @CsvSource({"50, 3, CEILING", "50, 4, OPEN", "49, 0, OPEN", "100, 7, CEILING", "100, 8, OPEN"})
    void few_throttles_among_fifty_calls_indicate_a_ceiling(int calls, int throttles, Verdict verdict) {
        var trial = new RateTrial(5_000, window(100, 50), FAST, 50);

        trial.add(window(calls, throttles), 1, FAST, false);

        assertThat(trial.verdict(CEILING_SHARE)).isEqualTo(verdict);
    }

    /** 50 throttles decay to 26.1 of 370.9 calls, which is more than 7 %, and then to 22.2 of 415.2, which is less. */
    @Test
    void the_weight_of_older_windows_decays() {
        var trial = new RateTrial(5_000, window(100, 50), FAST, 50);
        trial.add(window(100, 50), 1, FAST, false);
        IntStream.range(0, 4).forEach(i -> trial.add(window(100, 0), 1, FAST, false));
        assertThat(trial.verdict(CEILING_SHARE)).isEqualTo(Verdict.OPEN);

        trial.add(window(100, 0), 1, FAST, false);

        assertThat(trial.verdict(CEILING_SHARE)).isEqualTo(Verdict.CEILING);
    }

    @ParameterizedTest
    @CsvSource({"30, 30, CHANCE", "30, 29, OPEN"})
    void three_fifths_of_the_previous_throttles_at_a_low_rate_indicate_chance(int first, int second,
            Verdict verdict) {
        assertThat(atLowRate(LOW, false, first, second)).isEqualTo(verdict);
    }

    @Test
    void a_low_rate_is_a_quarter_of_the_previous_rate() {
        assertThat(atLowRate(LOW, false, 50, 50)).isEqualTo(Verdict.CHANCE);
        assertThat(atLowRate(LOW + 1, false, 50, 50)).isEqualTo(Verdict.OPEN);
        assertThat(atLowRate(LOW + 1, true, 60, 60)).as("the rate cannot be lower").isEqualTo(Verdict.CHANCE);
    }

    /** With 500 accepted per second, a ceiling throttles a third of 750: 66.7 of 200 calls; 86.7 is three fifths of the way to 100. */
    @Test
    void throttles_that_a_ceiling_would_cause_at_that_rate_do_not_count() {
        assertThat(atLowRate(750, true, 43, 43)).isEqualTo(Verdict.OPEN);
        assertThat(atLowRate(750, true, 43, 44)).isEqualTo(Verdict.CHANCE);
    }

    /** With at least 600 granted per second, a ceiling throttles a fifth of 750: 40 of 200 calls; 76 is three fifths of the way to 100. */
    @Test
    void a_ceiling_grants_at_least_the_lowest_rate() {
        assertThat(atLowRate(600, 750, true, 38, 37)).isEqualTo(Verdict.OPEN);
        assertThat(atLowRate(600, 750, true, 38, 39)).isEqualTo(Verdict.CHANCE);
    }

    @Test
    void the_first_window_at_a_low_rate_does_not_count() {
        var trial = confirmed(50);
        trial.add(window(100, 50), 5, LOW, false);
        trial.add(window(100, 50), 5, LOW, false);
        assertThat(trial.verdict(CEILING_SHARE)).isEqualTo(Verdict.OPEN);

        trial.add(window(100, 50), 1, LOW, false);

        assertThat(trial.verdict(CEILING_SHARE)).isEqualTo(Verdict.CHANCE);
    }

    @Test
    void two_windows_shorter_than_two_seconds_are_not_enough() {
        var trial = confirmed(50);
        trial.add(window(100, 50), 1, LOW, false);
        trial.add(window(100, 50), 1, LOW, false);
        trial.add(window(100, 50), 0.9, LOW, false);
        assertThat(trial.verdict(CEILING_SHARE)).isEqualTo(Verdict.OPEN);

        trial.add(window(100, 50), 0.1, LOW, false);

        assertThat(trial.verdict(CEILING_SHARE)).isEqualTo(Verdict.CHANCE);
    }

    @ParameterizedTest
    @CsvSource({"5, 5, CHANCE", "5, 4, OPEN"})
    void at_least_ten_throttles_are_needed(int first, int second, Verdict verdict) {
        var trial = confirmed(10);
        trial.add(window(50, 5), 1, LOW, false);
        trial.add(window(50, first), 1, LOW, false);
        trial.add(window(50, second), 1, LOW, false);

        assertThat(trial.verdict(CEILING_SHARE)).isEqualTo(verdict);
    }

    @Test
    void if_every_call_is_throttled_there_is_no_verdict() {
        assertThat(atLowRate(LOW, false, 100, 100)).isEqualTo(Verdict.OPEN);
        assertThat(atLowRate(LOW, false, 100, 99)).isEqualTo(Verdict.CHANCE);
    }

    /** 110.6 is 1.5 standard deviations above half of 200 calls. */
    @Test
    void a_share_that_is_usual_at_a_ceiling_does_not_indicate_chance() {
        var trial = confirmed(50);
        trial.add(window(100, 50), 1, LOW, false);
        trial.add(window(100, 55), 1, LOW, false);
        trial.add(window(100, 55), 1, LOW, false);
        assertThat(trial.verdict(0.5)).isEqualTo(Verdict.OPEN);
        assertThat(atLowRate(LOW, false, 56, 55)).isEqualTo(Verdict.CHANCE);

        trial.add(window(100, 90), 1, LOW, false);
        assertThat(trial.verdict(0.5)).isEqualTo(Verdict.CHANCE);
    }

    private static Verdict atLowRate(double rate, boolean atLeast, int throttles, int more) {
        return atLowRate(50, rate, atLeast, throttles, more);
    }

    private static Verdict atLowRate(double lowest, double rate, boolean atLeast, int throttles, int more) {
        var trial = confirmed(lowest, 50);
        trial.add(window(100, 50), 1, rate, atLeast);
        trial.add(window(100, throttles), 1, rate, atLeast);
        trial.add(window(100, more), 1, rate, atLeast);
        return trial.verdict(CEILING_SHARE);
    }

    private static RateTrial confirmed(int throttles) {
        return confirmed(50, throttles);
    }

    /** A trial after two windows at 1,000 segments per second with the given throttles among 100 calls. */
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
