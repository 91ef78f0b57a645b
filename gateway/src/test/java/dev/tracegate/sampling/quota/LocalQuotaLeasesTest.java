package dev.tracegate.sampling.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.tenant.TenantId;
import java.util.HashMap;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalQuotaLeasesTest {
    private static final long NOW = 1_790_000_000;
    private static final TenantId SHOP = new TenantId("shop");

    private LocalQuotaLeases leases = new LocalQuotaLeases(1);
    private long now = NOW;

    private Optional<SamplingTarget.Quota> renew(String client, int size, long perSecond) {
        return leases.renew(new QuotaLeases.Claim(SHOP, "r", size, client, "10.0.0.1", perSecond, now));
    }

    private int quota(String client, int size, long perSecond) {
        return renew(client, size, perSecond).orElseThrow().perSecond();
    }

    @Test
    void what_some_clients_do_not_need_goes_to_those_that_do() {
        renew("idle", 10, 1);
        renew("busy", 10, 100);
        renew("busier", 10, 200);
        now += 10;

        assertThat(quota("idle", 10, 1)).isEqualTo(1);
        assertThat(quota("busy", 10, 100)).isEqualTo(4);
        assertThat(quota("busier", 10, 200)).isEqualTo(5);
    }

    @Test
    void the_one_request_a_second_goes_to_the_client_known_longest() {
        renew("a", 1, 10);
        renew("b", 1, 10);
        now += 10;

        assertThat(quota("a", 1, 10)).isEqualTo(1);
        assertThat(quota("b", 1, 10)).isZero();
    }

    @Test
    void a_lease_passes_on_when_its_holder_has_been_silent_for_as_long_as_it_lasts() {
        renew("a", 1, 10);
        renew("b", 1, 10);
        now += 10;
        quota("a", 1, 10);

        now += 50;
        assertThat(quota("b", 1, 10)).isZero();
        now += 11;
        assertThat(quota("b", 1, 10)).isEqualTo(1);
    }

    @Test
    void each_of_several_gateways_leases_its_part() {
        leases = new LocalQuotaLeases(4);
        renew("a", 10, 100);
        now += 10;

        assertThat(quota("a", 10, 100)).isEqualTo(2);
    }

    @Test
    void a_smaller_reservoir_is_never_overdrawn_by_what_is_leased_later() {
        renew("a", 10, 100);
        renew("b", 10, 100);
        now += 10;
        quota("a", 10, 100);
        now += 2;

        assertThat(quota("b", 4, 100)).isZero();
        assertThat(quota("a", 4, 100)).isEqualTo(2);
        assertThat(quota("b", 4, 100)).isEqualTo(2);
    }

    @Test
    void one_source_address_cannot_take_all_leases() {
        for (int i = 0; i < 100_000; i++) {
            renew("client-" + i, 10, 1);
        }
        assertThat(leases.leases()).isEqualTo(LocalQuotaLeases.LEASES_OF_A_SOURCE);

        leases.renew(new QuotaLeases.Claim(SHOP, "r", 10, "neighbour", "10.0.0.2", 1, now));
        assertThat(leases.leases()).isEqualTo(LocalQuotaLeases.LEASES_OF_A_SOURCE + 1);
    }

    @Test
    void all_sources_together_have_a_limit_and_silent_clients_leave_it() {
        for (int i = 0; i < 100_000; i++) {
            leases.renew(
                    new QuotaLeases.Claim(new TenantId("t" + i % 10), "r" + i % 30, 10, "client-" + i,
                            "10.0." + i / 500 + ".1", 1, now));
        }
        assertThat(leases.leases()).isEqualTo(LocalQuotaLeases.LEASES);

        now += 61;
        leases.renew(new QuotaLeases.Claim(SHOP, "new", 10, "new", "10.0.0.1", 1, now));
        assertThat(leases.leases()).isEqualTo(1);
    }

    @Test
    void one_tenant_cannot_take_all_leases() {
        for (int i = 0; i < 10_000; i++) {
            leases.renew(new QuotaLeases.Claim(SHOP, "r", 10, "client-" + i, "10.0." + i / 200 + ".1", 1, now));
        }

        assertThat(leases.leases()).isEqualTo(LocalQuotaLeases.LEASES_OF_A_TENANT);
    }

    @Test
    void the_roles_of_a_tenant_share_its_reservoir() {
        var one = new TenantId("shop@arn:aws:iam::123456789012:role/one");
        var two = new TenantId("shop@arn:aws:iam::123456789012:role/two");
        leases.renew(new QuotaLeases.Claim(one, "r", 10, "a", "10.0.0.1", 100, now));
        leases.renew(new QuotaLeases.Claim(two, "r", 10, "b", "10.0.0.2", 100, now));
        now += 10;

        assertThat(
                leases.renew(new QuotaLeases.Claim(one, "r", 10, "a", "10.0.0.1", 100, now)).orElseThrow().perSecond()
                        + leases.renew(new QuotaLeases.Claim(two, "r", 10, "b", "10.0.0.2", 100, now))
                                .orElseThrow()
                                .perSecond())
                .isEqualTo(10);
    }

    @Test
    void a_source_and_a_tenant_have_their_leases_back_when_their_clients_are_silent() {
        for (int i = 0; i < LocalQuotaLeases.LEASES_OF_A_SOURCE; i++) {
            renew("client-" + i, 10, 1);
        }
        now += 61;
        for (int i = 0; i < LocalQuotaLeases.LEASES_OF_A_SOURCE; i++) {
            renew("later-" + i, 10, 1);
        }

        assertThat(leases.leases()).isEqualTo(LocalQuotaLeases.LEASES_OF_A_SOURCE);
    }

    @Test
    void a_lease_holds_in_its_last_second_and_one_that_reports_late_joins_anew() {
        renew("a", 1, 10);
        now += 9;
        assertThat(quota("a", 1, 10)).isEqualTo(1);
        now += 60;
        assertThat(quota("a", 1, 10)).isEqualTo(1);
        now += 61;
        assertThat(renew("a", 1, 10)).isEmpty();
    }

    @Test
    void of_equal_demands_the_client_known_longest_gets_the_remainder_at_each_renewal() {
        renew("a", 3, 10);
        renew("b", 3, 10);
        now += 10;
        assertThat(quota("a", 3, 10)).isEqualTo(2);
        assertThat(quota("b", 3, 10)).isEqualTo(1);
        now += 10;
        assertThat(quota("b", 3, 1)).isEqualTo(1);
        assertThat(quota("a", 3, 10)).isEqualTo(2);
    }

    @Test
    void rules_of_a_tenant_have_an_order() {
        assertThat(new TenantRule("a", "z")).isLessThan(new TenantRule("b", "a"))
                .isGreaterThan(new TenantRule("a", "y"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void leases_never_add_up_to_more_than_the_reservoir(long seed) {
        var random = new Random(seed);
        var granted = new HashMap<String, SamplingTarget.Quota>();
        boolean usedUp = false;

        for (; now < NOW + 3000; now += random.nextInt(8)) {
            var client = "client-" + random.nextInt(1 + random.nextInt(10));
            renew(client, 7, random.nextInt(20)).ifPresent(quota -> granted.put(client, quota));
            int leased = granted.values()
                    .stream()
                    .filter(quota -> quota.expiresAt() >= now)
                    .mapToInt(SamplingTarget.Quota::perSecond)
                    .sum();
            assertThat(leased).isBetween(0, 7);
            usedUp |= leased == 7;
        }

        assertThat(usedUp).isTrue();
    }
}
