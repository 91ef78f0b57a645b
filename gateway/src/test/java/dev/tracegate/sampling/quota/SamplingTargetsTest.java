package dev.tracegate.sampling.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.sampling.book.RuleBooks;
import dev.tracegate.sampling.book.VolatileRuleStore;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SamplingTargetsTest {
    private static final long NOW = 1_790_000_000;
    private static final TenantId SHOP = new TenantId("shop");

    private final ManualClock clock = new ManualClock(Instant.ofEpochSecond(NOW));
    private final RuleBooks books = new RuleBooks(new VolatileRuleStore(), 25, "rules", clock);
    private final SamplingTargets targets = new SamplingTargets(books, new LocalQuotaLeases(1), clock);

    private Optional<SamplingTarget.Quota> quota(String client, long requests) {
        return targets.report(SHOP, new SamplingReport("Default", client, requests, 3, 1), "10.0.0.1")
                .orElseThrow()
                .quota();
    }

    private void tenSeconds() {
        clock.advance(Duration.ofSeconds(10));
    }

    @Test
    void a_client_gets_quota_with_its_second_report() {
        assertThat(quota("a", 100)).isEmpty();
        tenSeconds();
        assertThat(quota("a", 100)).contains(new SamplingTarget.Quota(1, NOW + 10 + 60));
    }

    @Test
    void two_reports_at_once_are_still_a_first_contact() {
        quota("a", 100);

        assertThat(quota("a", 100)).isEmpty();
    }

    @Test
    void statistics_of_tenants_that_report_no_more_are_dropped() {
        for (int i = 0; i < 1_000; i++) {
            targets.report(new TenantId("t" + i), new SamplingReport("Default", "a", 1, 1, 0), "10.0.0.1");
        }
        assertThat(targets.windows()).isEqualTo(1_000);
        tenSeconds();
        tenSeconds();
        quota("a", 1);

        assertThat(targets.windows()).isEqualTo(1);
    }

    @Test
    void an_unknown_rule_is_not_answered() {
        assertThat(targets.report(SHOP, new SamplingReport("mine", "a", 1, 1, 0), "10.0.0.1")).isEmpty();
    }

    @Test
    void statistics_are_of_the_last_ten_seconds_that_are_over() {
        quota("a", 100);
        quota("b", 5);

        assertThat(targets.statistics(SHOP)).containsExactly(new RuleStatistics("Default", NOW - 10, 0, 0, 0));
        tenSeconds();
        assertThat(targets.statistics(SHOP)).containsExactly(new RuleStatistics("Default", NOW, 105, 6, 2));
        assertThat(targets.statistics(new TenantId("other")))
                .containsExactly(new RuleStatistics("Default", NOW, 0, 0, 0));
        tenSeconds();
        assertThat(targets.statistics(SHOP)).containsExactly(new RuleStatistics("Default", NOW + 10, 0, 0, 0));
    }
}
