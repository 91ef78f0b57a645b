package dev.tracegate.sampling.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.sampling.quota.SamplingReport;
import dev.tracegate.segment.SourceKey;
import dev.tracegate.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ClientInventoryTest {
    private static final TenantId SHOP = new TenantId("shop");
    private static final SourceKey TASK = new SourceKey(0, 0xffff_0a00_0001L, 0);
    private static final ClientAgent PYTHON = ClientAgent.of("Botocore/1.42.0");
    private static final ClientAgent JAVA = ClientAgent.of("Java/25");

    private final ClientInventory inventory = new ClientInventory();

    private static long at(long seconds) {
        return seconds * 1_000_000_000L;
    }

    private ClientView only(long seconds) {
        var views = inventory.views(at(seconds));
        assertThat(views).hasSize(1);
        return views.getFirst();
    }

    private void report(String client, String rule, long seconds) {
        inventory.reported(SHOP, TASK, PYTHON, List.of(new SamplingReport(rule, client, 1, 1, 0)), at(seconds));
    }

    @Test
    void shows_what_a_client_sent() {
        inventory.calledForRules(SHOP, TASK, PYTHON, at(0));
        report("a", "orders", 10);
        report("b", "Default", 20);
        inventory.sentRoot(SHOP, TASK, "X-Ray for Python", "2.15.0", at(25));

        assertThat(only(30)).isEqualTo(new ClientView(SHOP, "10.0.0.1", List.of(PYTHON), 2, OptionalLong.of(30),
                OptionalLong.of(10), List.of("orders", "Default"), Map.of("X-Ray for Python", "2.15.0"),
                OptionalLong.of(5), Polling.POLLS));
    }

    @Test
    void a_sender_that_never_polls_is_named_after_the_time_in_which_each_sdk_polls() {
        for (long second = 0; second <= 340; second += 10) {
            inventory.sentRoot(SHOP, TASK, null, null, at(second));
        }

        assertThat(only(330).polling()).isEqualTo(Polling.NOT_YET);
        assertThat(only(331).polling()).isEqualTo(Polling.NEVER_POLLS);
        assertThat(inventory.counts(at(340))).isEqualTo(Map.of(SHOP, new PollingCounts(0, 1)));

        inventory.calledForRules(SHOP, TASK, PYTHON, at(340));
        assertThat(only(341).polling()).isEqualTo(Polling.POLLS);
        assertThat(inventory.counts(at(341))).isEqualTo(Map.of(SHOP, new PollingCounts(1, 0)));
    }

    @Test
    void an_address_that_stops_is_silent_and_forgotten_after_an_hour() {
        inventory.calledForRules(SHOP, TASK, PYTHON, at(0));

        assertThat(only(330).polling()).isEqualTo(Polling.POLLS);
        assertThat(only(331).polling()).isEqualTo(Polling.SILENT);
        inventory.expire(at(3_600));
        assertThat(only(3_600).clientIds()).isZero();
        inventory.expire(at(3_601));
        assertThat(inventory.views(at(3_601))).isEmpty();
    }

    @Test
    void a_new_sdk_version_replaces_the_old_one() {
        inventory.sentRoot(SHOP, TASK, "X-Ray for Java", "2.19.0", at(0));
        inventory.sentRoot(SHOP, TASK, "X-Ray for Java", "2.20.0", at(1));

        assertThat(only(1).sdks()).isEqualTo(Map.of("X-Ray for Java", "2.20.0"));
    }

    @Test
    void a_hundred_thousand_client_ids_are_counted_as_the_bound() {
        for (int i = 0; i < 100_000; i++) {
            report("%024d".formatted(i), "rule " + i, 1);
        }

        assertThat(only(1).clientIds()).isEqualTo(Client.CLIENT_IDS);
        assertThat(only(1).rules()).hasSize(Client.RULES).contains("rule 99999");
    }

    @Test
    void client_ids_that_stopped_are_not_counted() {
        report("before", "r", 0);
        report("after", "r", 331);

        assertThat(only(331).clientIds()).isOne();
    }

    @Test
    void user_agents_and_sdks_without_end_are_forgotten_one_by_one() {
        for (int i = 0; i < 1_000; i++) {
            inventory.calledForRules(SHOP, TASK, ClientAgent.of("x/" + i), at(0));
            inventory.calledForRules(SHOP, TASK, JAVA, at(0));
            inventory.sentRoot(SHOP, TASK, "sdk " + i, "1", at(0));
        }

        assertThat(only(0).agents()).hasSize(Client.AGENTS).endsWith(ClientAgent.of("x/999"), JAVA);
        assertThat(only(0).sdks()).hasSize(Client.SDKS).containsKey("sdk 999");
    }

    @Test
    void a_tenant_with_addresses_without_end_forgets_its_own() {
        inventory.calledForRules(new TenantId("quiet"), TASK, JAVA, at(0));
        for (int i = 0; i < 100_000; i++) {
            inventory.sentRoot(SHOP, new SourceKey(1, i, 0), null, null, at(0));
        }

        assertThat(inventory.counts(at(0))).isEqualTo(
                Map.of(new TenantId("quiet"), new PollingCounts(1, 0), SHOP, new PollingCounts(0, 0)));
        assertThat(inventory.views(at(0))).hasSize(1 + ClientInventory.SOURCES_OF_A_TENANT);
    }

    @Test
    void many_such_tenants_share_the_bound_of_all() {
        for (int i = 0; i < 50; i++) {
            for (int n = 0; n < 300; n++) {
                inventory.sentRoot(new TenantId("t" + i), new SourceKey(1, n, 0), null, null, at(0));
            }
        }

        assertThat(inventory.views(at(0))).hasSize(ClientInventory.SOURCES);
    }
}
