package dev.tracegate.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.tenant.TenantId;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplingMetersTest {
    private static final TenantId SHOP = new TenantId("shop");

    private final List<SamplingView.RuleReading> rules = new ArrayList<>();
    private final List<SamplingView.SourcesReading> sources = new ArrayList<>();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final SamplingMeters meters = new SamplingMeters(registry, new SamplingView() {
        @Override
        public Collection<RuleReading> rules() {
            return rules;
        }

        @Override
        public Collection<SourcesReading> sources() {
            return sources;
        }
    });

    private ScrapedPage scrape() {
        meters.refresh();
        return ScrapedPage.of(registry.scrape());
    }

    @Test
    void each_scrape_shows_the_latest_counts() {
        rules.add(new SamplingView.RuleReading(SHOP, "orders", 1, 1));
        sources.add(new SamplingView.SourcesReading(SHOP, 1, 1));
        scrape();
        rules.set(0, new SamplingView.RuleReading(SHOP, "orders", 100, 90));
        sources.set(0, new SamplingView.SourcesReading(SHOP, 3, 2));

        var page = scrape();

        assertThat(page.value("tracegate_sdk_recorded_requests_total{rule=\"orders\",tenant=\"shop\"}")).isEqualTo(100);
        assertThat(page.value("tracegate_arrived_root_segments_total{rule=\"orders\",tenant=\"shop\"}")).isEqualTo(90);
        assertThat(page.value("tracegate_polling_sources{tenant=\"shop\"}")).isEqualTo(3);
        assertThat(page.value("tracegate_never_polling_sources{tenant=\"shop\"}")).isEqualTo(2);
        sources.clear();
        assertThat(scrape().value("tracegate_polling_sources{tenant=\"shop\"}")).isZero();
    }

    @Test
    void rules_and_tenants_beyond_the_bound_are_one() {
        for (int i = 0; i < SamplingMeters.MAX_RULES + 7; i++) {
            rules.add(new SamplingView.RuleReading(new TenantId("t" + i), "rule", 2, 1));
            sources.add(new SamplingView.SourcesReading(new TenantId("t" + i), 1, 0));
        }

        scrape();
        var page = scrape();

        assertThat(page.value("tracegate_sdk_recorded_requests_total{rule=\"(others)\",tenant=\"(others)\"}"))
                .isEqualTo(14);
        assertThat(page.value("tracegate_arrived_root_segments_total{rule=\"(others)\",tenant=\"(others)\"}"))
                .isEqualTo(7);
        assertThat(page.value("tracegate_polling_sources{tenant=\"(others)\"}"))
                .isEqualTo(SamplingMeters.MAX_RULES + 7 - GatewayMeters.MAX_TENANTS);
        assertThat(page.samples()).hasSize(2 * (SamplingMeters.MAX_RULES + 1) + 2 * (GatewayMeters.MAX_TENANTS + 1));
    }
}
