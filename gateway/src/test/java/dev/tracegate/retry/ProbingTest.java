package dev.tracegate.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbingTest {
    private static final long MILLI = Duration.ofMillis(1).toNanos();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long START = Duration.ofMinutes(1).toNanos();

    private final Probing probing = new Probing();

    /** ln(0.0001) / ln(share) is the run length that random throttles reach with a probability of 1 in 10,000. */
    @ParameterizedTest
    @CsvSource({"0, 20", "0.5, 20", "0.9, 88", "0.95, 180", "1, 180"})
    void probing_starts_after_a_run_of_throttles_that_is_improbable_by_chance(double shareByChance, int run) {
        for (int call = 1; call < run; call++) {
            assertThat(refuse(50, shareByChance, START + call * SECOND)).as("call %s", call).isFalse();
        }
        assertThat(probing.refusedInARow()).isEqualTo(run - 1);

        assertThat(refuse(50, shareByChance, START + run * SECOND)).isTrue();
        assertThat(probing.isOn()).isTrue();
    }

    @Test
    void probing_does_not_start_within_two_seconds_of_the_first_throttle() {
        refuse(50, 0, START);
        for (int call = 0; call < 100; call++) {
            assertThat(refuse(50, 0, START + 2 * SECOND - 1)).isFalse();
        }

        assertThat(refuse(50, 0, START + 2 * SECOND)).isTrue();
    }

    @Test
    void an_accepted_call_ends_the_run_of_throttles() {
        for (int call = 0; call < 19; call++) {
            refuse(50, 0, START);
        }
        accept(50);

        assertThat(probing.refusedInARow()).isZero();
        assertThat(refuse(50, 0, START + 60 * SECOND)).isFalse();
        for (int call = 2; call < 20; call++) {
            assertThat(refuse(50, 0, START + 62 * SECOND)).isFalse();
        }
        assertThat(refuse(50, 0, START + 62 * SECOND)).isTrue();
    }

    @Test
    void throttled_probes_become_smaller_and_less_frequent() {
        long now = beginByRefusals();
        assertThat(probing.nextNanos() - now).isEqualTo(100 * MILLI);
        var sizes = new ArrayList<Integer>();
        var waits = new ArrayList<Long>();

        for (int size : List.of(50, 25, 12, 6, 3, 1)) {
            assertThat(refuse(size, 0, now)).as("starts probing again").isFalse();
            sizes.add(probing.mostSegments());
            waits.add((probing.nextNanos() - now) / 1_000);
        }

        assertThat(sizes).containsExactly(25, 12, 6, 3, 1, 1);
        assertThat(waits).containsExactly(125_000L, 156_250L, 195_312L, 244_140L, 305_175L, 381_469L);
    }

    @Test
    void a_probe_smaller_than_allowed_halves_its_own_size() {
        long now = beginByRefusals();

        refuse(10, 0, now);

        assertThat(probing.mostSegments()).isEqualTo(5);
    }

    @Test
    void the_interval_is_at_most_five_seconds() {
        long now = beginByRefusals();
        for (int probe = 0; probe < 40; probe++) {
            refuse(1, 0, now);
        }

        assertThat(probing.nextNanos() - now).isEqualTo(5 * SECOND);
        assertThat(probing.segmentsPerSecond()).isEqualTo(0.2);
    }

    @Test
    void the_rate_is_that_of_the_probes() {
        call();
        probing.asked(SECOND, START);
        probing.ended(START);
        assertThat(probing.segmentsPerSecond()).isEqualTo(50);

        refuse(50, 0, START);

        assertThat(probing.segmentsPerSecond()).isEqualTo(25 / 1.25);
    }

    @Test
    void a_probe_waits_for_the_calls_in_flight_and_their_results_are_ignored() {
        call();
        call();
        call();
        assertThat(probing.asked(60 * SECOND, START)).isTrue();

        assertThat(probing.nextNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(probing.taken(50)).isFalse();
        assertThat(probing.refused(50, 0, START)).isFalse();
        assertThat(probing.nextNanos()).isEqualTo(Long.MAX_VALUE);
        probing.ended(START + 5);
        assertThat(probing.nextNanos()).as("the interval of the retry delay").isEqualTo(START + SECOND);
        assertThat(probing.mostSegments()).isEqualTo(Integer.MAX_VALUE);

        assertThat(accept(50)).as("the first probe").isTrue();
        assertThat(probing.isOn()).isFalse();
    }

    @Test
    void an_unanswered_probe_is_repeated_after_the_same_interval() {
        long now = beginByRefusals();
        call();
        probing.ended(now + 3 * SECOND);

        assertThat(probing.nextNanos()).isEqualTo(now + 3 * SECOND + 100 * MILLI);
        assertThat(probing.isOn()).isTrue();
    }

    @Test
    void a_short_retry_delay_is_kept_and_a_long_one_is_cut_to_the_interval() {
        assertThat(probing.asked(300 * MILLI, START)).isTrue();
        assertThat(probing.nextNanos()).isEqualTo(START + 300 * MILLI);

        assertThat(probing.asked(999 * SECOND, START)).as("starts probing again").isFalse();
        assertThat(probing.nextNanos()).isEqualTo(START + SECOND);

        refuse(50, 0, START);
        probing.asked(999 * SECOND, START);
        assertThat(probing.nextNanos()).isEqualTo(START + 1_250 * MILLI);
    }

    @Test
    void a_retry_delay_extends_the_interval_of_running_probes() {
        long now = beginByRefusals();

        probing.asked(400 * MILLI, now);
        assertThat(probing.nextNanos()).isEqualTo(now + 400 * MILLI);
        call();
        probing.ended(now);
        assertThat(probing.nextNanos()).isEqualTo(now + 400 * MILLI);
    }

    @Test
    void the_size_doubles_with_each_accepted_full_call_until_it_is_unbounded() {
        probeDownTo(12);

        assertThat(accept(12)).isTrue();
        assertThat(probing.mostSegments()).isEqualTo(24);
        accept(23);
        assertThat(probing.mostSegments()).as("size after a call that was not full").isEqualTo(24);
        accept(24);
        assertThat(probing.mostSegments()).isEqualTo(48);
        accept(48);
        assertThat(probing.mostSegments()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void a_size_of_25_becomes_unbounded() {
        probeDownTo(25);

        accept(25);

        assertThat(probing.mostSegments()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void after_a_throttled_doubling_the_size_stays_for_2_to_256_calls() {
        probeDownTo(12);
        accept(12);

        for (int calls : List.of(2, 4, 8, 16, 32, 64, 128, 256, 256)) {
            refuse(24, 0, START);
            for (int call = 1; call < calls; call++) {
                accept(12);
                assertThat(probing.mostSegments()).as("call %s of %s", call, calls).isEqualTo(12);
            }
            accept(12);
            assertThat(probing.mostSegments()).as("after %s calls", calls).isEqualTo(24);
        }
    }

    @Test
    void a_throttled_call_of_an_accepted_size_keeps_the_size_and_restarts_the_count() {
        probeDownTo(12);
        accept(12);
        refuse(24, 0, START);
        accept(12);

        refuse(12, 0, START);
        assertThat(probing.mostSegments()).isEqualTo(12);

        accept(12);
        assertThat(probing.mostSegments()).isEqualTo(12);
        accept(12);
        assertThat(probing.mostSegments()).isEqualTo(24);
    }

    @Test
    void an_accepted_larger_size_is_tried_again_at_once() {
        probeDownTo(12);
        accept(12);
        refuse(24, 0, START);
        accept(12);
        accept(12);
        accept(24);
        assertThat(probing.mostSegments()).as("24 was accepted, so one call suffices again").isEqualTo(48);
        refuse(48, 0, START);

        assertThat(probing.mostSegments()).isEqualTo(24);
    }

    private long beginByRefusals() {
        for (int call = 0; call < 20; call++) {
            refuse(50, 0, START);
        }
        assertThat(refuse(50, 0, START + 2 * SECOND)).isTrue();
        return START + 2 * SECOND;
    }

    private void probeDownTo(int size) {
        long now = beginByRefusals();
        for (int segments = 50; probing.mostSegments() > size; segments = probing.mostSegments()) {
            refuse(segments, 0, now);
        }
        assertThat(probing.mostSegments()).isEqualTo(size);
    }

    private void call() {
        probing.started();
    }

    private boolean refuse(int segments, double shareByChance, long now) {
        call();
        return probing.refused(segments, shareByChance, now);
    }

    private boolean accept(int segments) {
        call();
        return probing.taken(segments);
    }
}
