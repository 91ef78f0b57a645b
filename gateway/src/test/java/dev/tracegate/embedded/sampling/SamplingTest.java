package dev.tracegate.embedded.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.embedded.ManualClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplingTest {
    private static final long NOW = 1_790_000_000;

    private final ManualClock clock = new ManualClock(NOW);
    private final Sampling sampling = new Sampling(clock);

    private static Report report(String client, long requests) {
        return new Report("Default", client, requests, 3, 1);
    }

    private Optional<Target.Quota> quota(String client, long requests) {
        return sampling.report(report(client, requests)).orElseThrow().quota();
    }

    private void tenSeconds() {
        clock.advance(Duration.ofSeconds(10));
    }

    @Test
    void a_client_gets_quota_with_its_second_report() {
        var first = quota("a", 100);
        tenSeconds();
        var second = quota("a", 100);

        assertThat(first).isEmpty();
        assertThat(second).contains(new Target.Quota(1, NOW + 10 + 300));
    }

    @Test
    void two_reports_at_once_are_still_a_first_contact() {
        quota("a", 100);

        assertThat(quota("a", 100)).isEmpty();
    }

    @Test
    void the_one_request_a_second_goes_to_one_of_two_clients() {
        quota("a", 100);
        quota("b", 100);
        tenSeconds();

        assertThat(quota("a", 100).orElseThrow().perSecond()).isEqualTo(1);
        assertThat(quota("b", 100).orElseThrow().perSecond()).isZero();
    }

    @Test
    void a_lease_passes_on_when_its_holder_has_been_silent_for_as_long_as_it_lasts() {
        quota("a", 100);
        quota("b", 100);
        tenSeconds();
        quota("a", 100);

        clock.advance(Duration.ofSeconds(290));
        assertThat(quota("b", 100).orElseThrow().perSecond()).isZero();
        clock.advance(Duration.ofSeconds(11));
        assertThat(quota("b", 100).orElseThrow().perSecond()).isEqualTo(1);
    }

    @Test
    void a_client_without_requests_gets_none() {
        quota("a", 0);
        tenSeconds();

        assertThat(quota("a", 0).orElseThrow().perSecond()).isZero();
    }

    @Test
    void an_unknown_rule_is_not_answered() {
        assertThat(sampling.report(new Report("mine", "a", 1, 1, 0))).isEmpty();
    }

    @Test
    void statistics_are_of_the_last_ten_seconds_that_are_over() {
        sampling.report(report("a", 100));
        sampling.report(report("b", 5));

        assertThat(sampling.statistics()).containsExactly(new Statistics("Default", NOW - 10, 0, 0, 0));
        tenSeconds();
        assertThat(sampling.statistics()).containsExactly(new Statistics("Default", NOW, 105, 6, 2));
        tenSeconds();
        assertThat(sampling.statistics()).containsExactly(new Statistics("Default", NOW + 10, 0, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void leases_never_add_up_to_more_than_the_reservoir(long seed) {
        var random = new Random(seed);
        var rule = new SamplingRule("r", 0.1, 7);
        var reservoir = new Reservoir(rule);
        var clients = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
        var leases = new HashMap<String, Target.Quota>();
        boolean usedUp = false;

        for (long now = NOW; now < NOW + 3000; now += random.nextInt(8)) {
            var client = clients.get(random.nextInt(1 + random.nextInt(clients.size())));
            var report = new Report("r", client, random.nextInt(200), 0, 0);
            reservoir.report(report, now).quota().ifPresent(quota -> leases.put(client, quota));
            long moment = now;
            int leased = leases.values()
                    .stream()
                    .filter(quota -> quota.expiresAt() >= moment)
                    .mapToInt(Target.Quota::perSecond)
                    .sum();
            assertThat(leased).isBetween(0, 7);
            usedUp |= leased == 7;
        }

        assertThat(usedUp).isTrue();
    }
}
