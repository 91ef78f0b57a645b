package dev.tracegate.sampling.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tracegate.segment.SourceKey;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplingLossTest {
    private static final TenantId SHOP = new TenantId("shop");
    private static final SourceKey TASK = new SourceKey(0, 1, 0);
    private static final SourceKey OTHER_TASK = new SourceKey(0, 2, 0);
    private static final String RULE = "orders";

    private final ManualClock time = new ManualClock();
    private final SamplingLoss loss = new SamplingLoss(0);

    private void arrive(SourceKey source, String rule, int times) {
        for (int i = 0; i < times; i++) {
            loss.arrived(SHOP, source, rule);
        }
    }

    private void report(SourceKey source, String rule, long recorded) {
        loss.reported(SHOP, source, rule, recorded, true, time.getAsLong());
    }

    private List<RuleLoss> close() {
        time.advance(Duration.ofSeconds(SamplingLoss.WINDOW_SECONDS));
        return loss.close(time.getAsLong());
    }

    private RuleLoss closeOfTenant() {
        return close().stream().filter(row -> row.source().isEmpty()).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", textBlock = """
            100,  90, 0.1
            100, 100, 0.0
            100, 105, 0.0
            100, 106, none
            100,   0, 1.0
            99,   90, none
            0,   500, none
            """)
    void a_share_is_shown_where_the_numbers_allow_one(long reported, int arrived, Double share) {
        arrive(TASK, RULE, arrived);
        if (reported > 0) {
            report(TASK, RULE, reported);
        }

        var row = closeOfTenant();

        assertThat(row.reported()).isEqualTo(reported);
        assertThat(row.arrived()).isEqualTo(arrived);
        assertThat(row.seconds()).isEqualTo(300);
        if (share == null) {
            assertThat(row.loss()).isEmpty();
        } else {
            assertThat(row.loss().orElseThrow()).isEqualTo(share, within(1e-9));
        }
    }

    @Test
    void rows_of_addresses_follow_those_of_tenants() {
        arrive(TASK, RULE, 80);
        report(TASK, RULE, 100);
        arrive(OTHER_TASK, RULE, 100);
        report(OTHER_TASK, RULE, 100);

        assertThat(close()).containsExactlyInAnyOrder(new RuleLoss(SHOP, "", RULE, 200, 0, 180, 300),
                new RuleLoss(SHOP, TASK.address(), RULE, 100, 0, 80, 300),
                new RuleLoss(SHOP, OTHER_TASK.address(), RULE, 100, 0, 100, 300));
    }

    /** As where the calls leave a task on another interface. */
    @Test
    void segments_from_another_address_than_the_reports_are_no_loss_of_the_tenant_and_none_of_the_address() {
        arrive(OTHER_TASK, RULE, 100);
        report(TASK, RULE, 100);

        var rows = close();

        assertThat(rows.getFirst().loss()).hasValue(0);
        assertThat(rows.stream().skip(1)).hasSize(2).allSatisfy(row -> assertThat(row.loss()).isEmpty());
    }

    @Test
    void a_window_lasts_five_minutes_at_least() {
        report(TASK, RULE, 100);
        time.advance(Duration.ofSeconds(299));
        assertThat(loss.close(time.getAsLong())).isEmpty();

        time.advance(Duration.ofSeconds(50));
        assertThat(loss.close(time.getAsLong()).getFirst().seconds()).isEqualTo(349);
        assertThat(close()).isEmpty();
    }

    /** Both windows are whole, though the report about the end of the first comes in the second. */
    @Test
    void what_is_not_reported_yet_counts_in_the_next_window() {
        time.advance(Duration.ofSeconds(295));
        arrive(TASK, RULE, 100);
        report(TASK, RULE, 100);
        arrive(TASK, RULE, 50);
        time.advance(Duration.ofSeconds(5));
        var first = loss.close(time.getAsLong()).getFirst();
        time.advance(Duration.ofSeconds(5));
        arrive(TASK, RULE, 50);
        report(TASK, RULE, 100);

        assertThat(first.loss()).hasValue(0);
        assertThat(first.arrived()).isEqualTo(100);
        assertThat(closeOfTenant().arrived()).isEqualTo(100);
    }

    @Test
    void requests_that_end_after_the_last_report_of_their_client_have_arrived() {
        arrive(TASK, RULE, 90);
        report(TASK, RULE, 100);
        time.advance(Duration.ofSeconds(5));
        arrive(TASK, RULE, 10);

        assertThat(closeOfTenant().loss()).hasValue(0);
    }

    @Test
    void the_marker_rule_is_none() {
        report(TASK, "gen-1790000000", 100);
        arrive(TASK, "gen-1790000000", 10);

        assertThat(close()).isEmpty();
        assertThat(loss.totals()).isEmpty();
    }

    @Test
    void reports_of_samplers_that_name_no_rules_are_shown_and_not_compared() {
        loss.reported(SHOP, TASK, RULE, 500, false, 0);

        var row = closeOfTenant();

        assertThat(row).isEqualTo(new RuleLoss(SHOP, "", RULE, 0, 500, 0, 300));
        assertThat(row.loss()).isEmpty();
        assertThat(loss.totals()).containsExactly(new RuleTotals(SHOP, RULE, 0, 0));
    }

    @Test
    void totals_go_on_over_windows() {
        arrive(TASK, RULE, 9);
        report(TASK, RULE, 10);
        close();
        arrive(TASK, RULE, 9);
        report(TASK, RULE, 10);

        assertThat(loss.totals()).containsExactly(new RuleTotals(SHOP, RULE, 20, 18));
    }

    @Test
    void names_of_rules_without_end_are_counted_together() {
        for (int i = 0; i < 10_000; i++) {
            arrive(TASK, "rule " + i, 1);
            report(TASK, "rule " + i, 1);
        }

        assertThat(loss.totals()).hasSize(TenantRules.RULES + 1)
                .contains(new RuleTotals(SHOP, TenantRules.OTHERS, 10_000 - 32, 10_000 - 32));
        assertThat(close()).hasSize(2 * (TenantRules.RULES + 1));
    }

    @Test
    void tenants_beyond_the_bound_are_not_counted() {
        for (int i = 0; i <= SamplingLoss.TENANTS; i++) {
            loss.arrived(new TenantId("t" + i), TASK, RULE);
        }

        assertThat(loss.totals()).hasSize(SamplingLoss.TENANTS)
                .doesNotContain(new RuleTotals(new TenantId("t" + SamplingLoss.TENANTS), RULE, 0, 1));
    }

    @Test
    void tenants_that_are_gone_leave_room_for_others() {
        for (int i = 0; i < SamplingLoss.TENANTS; i++) {
            loss.arrived(new TenantId("t" + i), TASK, RULE);
        }
        time.advance(Duration.ofSeconds(299));
        loss.reported(new TenantId("t7"), TASK, RULE, 1, true, time.getAsLong());
        time.advance(Duration.ofSeconds(1));
        assertThat(loss.close(time.getAsLong())).isNotEmpty();
        arrive(TASK, RULE, 1);

        assertThat(loss.totals()).containsExactlyInAnyOrder(new RuleTotals(new TenantId("t7"), RULE, 1, 1),
                new RuleTotals(SHOP, RULE, 0, 1));
    }

    @Test
    void addresses_beyond_the_bound_are_forgotten_but_not_what_they_sent() {
        int addresses = 10 * ClientInventory.SOURCES_OF_A_TENANT;
        for (int i = 0; i < addresses; i++) {
            var source = new SourceKey(0, i, 0);
            arrive(source, RULE, 1);
            report(source, RULE, 1);
        }

        var rows = close();

        assertThat(rows.getFirst()).isEqualTo(new RuleLoss(SHOP, "", RULE, addresses, 0, addresses, 300));
        assertThat(rows).hasSize(1 + ClientInventory.SOURCES_OF_A_TENANT);
    }

    /**
     * Twenty clients behind one address, with requests of up to two seconds, over ten windows. The error is largest where the load changes at the
     * edge of a window: a report comes five seconds after the requests on average, and they are counted in different windows.
     */
    @ParameterizedTest
    @CsvSource({"0, 1, 0.01", "0.02, 1, 0.01", "0.1, 1, 0.015", "0.5, 1, 0.02", "0, 7, 0.04", "0.1, 7, 0.04"})
    void finds_the_loss_that_there_is(double dropped, int loads, double error) {
        var traffic = new Traffic(new Random(5), dropped, loads);
        var shares = Stream.generate(() -> traffic.window(this)).limit(10).toList();

        assertThat(shares).allSatisfy(share -> assertThat(share).isEqualTo(dropped, within(error)));
    }

    private static final class Traffic {
        private static final int CLIENTS = 20;
        private static final int SLOTS = 3;

        private final Random random;
        private final double dropped;
        private final int loads;
        private final long[] recorded = new long[CLIENTS];
        private final int[] open = new int[SLOTS];
        private int second;

        Traffic(Random random, double dropped, int loads) {
            this.random = random;
            this.dropped = dropped;
            this.loads = loads;
        }

        double window(SamplingLossTest test) {
            for (;;) {
                second(test);
                var rows = test.loss.close(test.time.getAsLong());
                if (!rows.isEmpty()) {
                    return rows.getFirst().loss().orElseThrow();
                }
            }
        }

        private void second(SamplingLossTest test) {
            test.time.advance(Duration.ofSeconds(1));
            test.arrive(TASK, RULE, open[second % SLOTS]);
            open[second % SLOTS] = 0;
            for (int client = 0; client < CLIENTS; client++) {
                int requests = random.nextInt(loads == 1 ? 5 : 1 + second / 100 % loads);
                recorded[client] += requests;
                for (int i = 0; i < requests; i++) {
                    open[(second + 1 + random.nextInt(SLOTS - 1)) % SLOTS] += random.nextDouble() < dropped ? 0 : 1;
                }
                if (second % 10 == client % 10 && recorded[client] > 0) {
                    test.report(TASK, RULE, recorded[client]);
                    recorded[client] = 0;
                }
            }
            second++;
        }
    }
}
