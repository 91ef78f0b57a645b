package dev.tracegate.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gateways with more load than quota in many random runs; each property must hold in every run. */
class SendRateTest {
    private static final int RUNS = 50;
    private static final double QUOTA = 2_600;
    private static final int BATCH = SimulatedGateway.BATCH;
    private static final long MILLI = Duration.ofMillis(1).toNanos();

    @Test
    void without_throttles_there_is_no_limit() {
        var account = new SimulatedAccount(1);
        var gateway = account.gateway(5_000);

        account.run(30);

        assertThat(gateway.limit()).isInfinite();
        assertThat(gateway.waiting()).isLessThan(10 * BATCH);
    }

    @ParameterizedTest
    @CsvSource({"1, 2600, 0.08", "4, 2600, 0.10", "10, 2600, 0.15", "1, 1000, 0.08", "4, 1000, 0.15"})
    void a_ceiling_is_found_in_ten_seconds_and_used_with_few_refused_calls(int gateways, double quota,
            double mostRefused) {
        runs().forEach(run -> {
            var account = new SimulatedAccount(run).grants(quota);
            account.gateways(gateways, 2 * quota / gateways);
            account.settle(10);

            account.run(15);

            assertThat(account.accepted()).as("run %s: %s", run, account).isGreaterThan((long) (0.95 * 15 * quota));
            assertThat(account.refusedShare()).as("run %s: %s", run, account).isLessThan(mostRefused);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 10})
    void gateways_at_one_ceiling_have_at_least_half_of_a_fair_share(int gateways) {
        runs().forEach(run -> {
            var account = new SimulatedAccount(run).grants(QUOTA);
            var all = account.gateways(gateways, 2 * QUOTA / gateways);
            account.settle(30);

            account.run(120);

            long half = (long) (0.5 * 120 * QUOTA / gateways);
            assertThat(all).as("run %s: %s", run, account).allMatch(gateway -> gateway.accepted() > half);
        });
    }

    @Test
    void after_ten_seconds_at_most_two_in_a_hundred_have_less_than_half_of_a_fair_share() {
        var poor = runs().map(run -> {
            var account = new SimulatedAccount(run).grants(QUOTA);
            var all = account.gateways(10, 2 * QUOTA / 10);
            account.settle(10);
            account.run(15);
            return all.stream().filter(gateway -> gateway.accepted() < 0.5 * 15 * QUOTA / 10).count();
        }).sum();

        assertThat(poor).as("of %s", RUNS * 10).isLessThanOrEqualTo(RUNS * 10 / 100 * 2);
    }

    @Test
    void a_gateway_that_starts_late_gets_a_share_and_leaves_one() {
        runs().forEach(run -> {
            var account = new SimulatedAccount(run).grants(QUOTA);
            var early = account.gateway(2 * QUOTA);
            account.run(60);
            var late = account.gateway(2 * QUOTA);
            account.settle(60);

            account.run(60);

            long part = (long) (0.25 * 60 * QUOTA / 2);
            assertThat(late.accepted()).as("run %s: %s", run, account).isGreaterThan(part);
            assertThat(early.accepted()).as("run %s: %s", run, account).isGreaterThan(part);
        });
    }

    @ParameterizedTest
    @CsvSource({"0.03, 1000", "0.5, 1000", "0.9, 1000", "0.03, 5000", "0.2, 5000", "0.5, 5000"})
    void random_throttles_do_not_lower_the_rate(double share, int perSecond) {
        runs().forEach(run -> {
            var account = new SimulatedAccount(run).refusesByChance(share);
            var gateway = account.gateway(perSecond);

            account.run(60);

            assertThat(gateway.accepted()).as("run %s: %s", run, account).isGreaterThan((long) (0.9 * 60 * perSecond));
        });
    }

    @Test
    void the_backlog_during_the_detection_of_random_throttles_fits_into_a_small_buffer() {
        runs().forEach(run -> {
            var account = new SimulatedAccount(run).refusesByChance(0.5);
            var gateway = account.gateway(5_000);
            double most = 0;

            for (int second = 0; second < 20; second++) {
                account.run(1);
                most = Math.max(most, gateway.waiting());
            }

            assertThat(most).as("segments that waited in run %s", run).isLessThan(22_000);
        });
    }

    @Test
    void the_rate_follows_a_changing_ceiling() {
        runs().forEach(run -> {
            var account = new SimulatedAccount(run).grants(500);
            account.gateway(2 * QUOTA);
            account.run(60);

            account.grants(QUOTA).settle(60);
            account.run(30);
            assertThat(account.accepted()).as("up, run %s: %s", run, account)
                    .isGreaterThan((long) (0.95 * 30 * QUOTA));

            account.grants(500).settle(30);
            account.run(30);
            assertThat(account.accepted()).as("down, run %s: %s", run, account).isGreaterThan((long) (0.95 * 30 * 500));
            assertThat(account.refusedShare()).as("down, run %s: %s", run, account).isLessThan(0.3);
        });
    }

    @Test
    void a_short_retry_delay_is_kept() {
        var rate = new SendRate();
        rate.started(BATCH, 0);

        rate.throttled(BATCH, 0, Duration.ofMillis(700), 0);

        assertThat(rate.nextNanos(0)).isEqualTo(700 * MILLI);
    }

    @Test
    void a_destination_with_a_long_retry_delay_is_probed_at_growing_intervals_up_to_five_seconds() {
        var rate = new SendRate();
        var delay = Duration.ofSeconds(999_999_999);
        var waits = new ArrayList<Long>();
        long now = 0;
        rate.started(BATCH, now);
        rate.throttled(BATCH, 0, delay, now);
        for (int probe = 0; probe < 20; probe++) {
            waits.add(rate.nextNanos(now) - now);
            now = rate.nextNanos(now);
            rate.started(1, now);
            assertThat(rate.nextNanos(now)).as("while a probe is in flight").isEqualTo(Long.MAX_VALUE);
            rate.throttled(1, 0, delay, now);
        }

        assertThat(waits).isSorted()
                .startsWith(Duration.ofSeconds(1).toNanos())
                .endsWith(Duration.ofSeconds(5).toNanos());
    }

    @Test
    void an_accepted_probe_ends_the_retry_delay() {
        var rate = new SendRate();
        rate.started(BATCH, 0);
        rate.throttled(BATCH, 0, Duration.ofMinutes(5), 0);
        long probe = rate.nextNanos(0);
        rate.started(BATCH, probe);

        rate.accepted(BATCH, probe);

        assertThat(rate.nextNanos(probe)).isLessThanOrEqualTo(probe);
    }

    @Test
    void an_accepted_earlier_call_does_not_end_the_retry_delay() {
        var rate = new SendRate();
        rate.started(BATCH, 0);
        rate.started(BATCH, 0);
        rate.throttled(BATCH, 0, Duration.ofMinutes(5), 0);

        rate.accepted(BATCH, MILLI);

        assertThat(rate.nextNanos(MILLI)).isEqualTo(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void an_unanswered_probe_is_followed_by_another() {
        var rate = new SendRate();
        rate.started(BATCH, 0);
        rate.throttled(BATCH, 0, Duration.ofMinutes(5), 0);
        long probe = rate.nextNanos(0);
        rate.started(BATCH, probe);

        rate.ended(probe);

        assertThat(rate.nextNanos(probe) - probe).isEqualTo(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void if_every_call_is_throttled_calls_become_few_and_small_and_the_limit_is_not_raised() {
        runs().forEach(run -> {
            var account = new SimulatedAccount(run);
            var gateway = account.gateway(2_000);
            account.settle(10);

            account.refusesByChance(1).run(4);
            assertThat(gateway.limit()).as("after 4 s of run %s: %s", run, account).isLessThan(500);
            account.settle(0);
            account.run(26);
            assertThat(gateway.calls()).as("in the next 26 s of run %s: %s", run, account).isLessThan(30);
            account.settle(0);
            account.run(60);
            assertThat(gateway.calls()).as("calls in another minute, one every five seconds").isBetween(10L, 13L);
            assertThat(gateway.mostSegments()).isOne();
            assertThat(gateway.limit()).isLessThan(1);
        });
    }

    @ParameterizedTest
    @CsvSource({"200, 4", "500, 4", "1000, 4", "1000, 20"})
    void after_an_outage_a_recovered_destination_receives_the_backlog_soon(int perSecond, int seconds) {
        runs().forEach(run -> {
            var account = new SimulatedAccount(run);
            var gateway = account.gateway(perSecond);
            account.run(5);
            account.refusesByChance(1).run(seconds);

            account.refusesByChance(0).run(15);

            assertThat(gateway.waiting()).as("run %s: %s", run, account).isLessThan(10 * BATCH);
            assertThat(gateway.mostSegments()).isEqualTo(Integer.MAX_VALUE);
        });
    }

    @ParameterizedTest
    @CsvSource({"20, 1", "20, 5", "40, 1", "5, 1", "49, 4"})
    void a_quota_below_a_batch_is_used_with_smaller_batches(double quota, int gateways) {
        LongStream.range(0, 10).forEach(run -> {
            var account = new SimulatedAccount(run).grants(quota);
            account.gateways(gateways, 200);
            account.settle(120);

            account.run(120);

            assertThat(account.accepted()).as("run %s: %s", run, account).isGreaterThan((long) (0.6 * 120 * quota));
        });
    }

    @Test
    void an_answer_after_its_window_does_not_form_a_window() {
        var rate = new SendRate();
        long start = Duration.ofMinutes(1).toNanos();
        IntStream.range(0, 21).forEach(call -> {
            rate.started(BATCH, start + call * 50L * MILLI);
            rate.accepted(BATCH, start + call * 50L * MILLI);
        });

        rate.throttled(BATCH, 0, null, start + 1_010 * MILLI);

        assertThat(rate.limit()).isInfinite();
    }

    @Test
    void one_window_with_few_throttles_sets_no_limit() {
        var rate = new SendRate();
        IntStream.range(0, 40).forEach(call -> {
            rate.started(BATCH, call * 50L * MILLI);
            if (call < 20 && call % 4 == 0) {
                rate.throttled(BATCH, 0, null, call * 50L * MILLI);
            } else {
                rate.accepted(BATCH, call * 50L * MILLI);
            }
        });

        assertThat(rate.limit()).isInfinite();
    }

    private static LongStream runs() {
        return LongStream.range(0, RUNS);
    }
}
