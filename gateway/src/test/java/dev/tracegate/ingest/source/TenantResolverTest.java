package dev.tracegate.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.identity.Resolution;
import dev.tracegate.tenant.Cidr;
import dev.tracegate.tenant.Limits;
import dev.tracegate.tenant.Registry;
import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantResolverTest {
    private static final Limits ONE_A_SECOND = new Limits(1, Limits.NO_RATE, 65_536, 1);
    private final TenantResolver tenants = TenantResolver.of(Registry.of(List.of(
            new Tenant(new TenantId("orders"), ONE_A_SECOND, List.of(Cidr.parse("10.1.0.0/16").orElseThrow()),
                    List.of(2001, 2005)),
            new Tenant(new TenantId("carts"), ONE_A_SECOND, List.of(Cidr.parse("10.0.0.0/8").orElseThrow()),
                    List.of(2003)))),
            new TenantRateLimiters(0));

    @Test
    void after_a_reconfiguration_senders_and_ports_belong_to_the_new_tenants() {
        assertThat(of("10.1.0.1", 2000).tenant()).hasToString("orders");

        tenants.reconfigure(Registry.of(List.of(new Tenant(new TenantId("carts"), ONE_A_SECOND,
                List.of(Cidr.parse("10.0.0.0/8").orElseThrow()), List.of(2001)))));

        assertThat(of("10.1.0.1", 2000).tenant()).as("a cached sender").hasToString("carts");
        assertThat(of("192.0.2.1", 2001).tenant()).hasToString("carts");
        assertThat(tenants.of(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 40_000), 2003, 0))
                .as("a port that was removed")
                .isEqualTo(TenantResolver.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({"10.1.0.1,2000,orders", "10.2.0.1,2000,carts", "10.2.0.1,2001,orders", "10.1.0.1,2003,carts",
            "192.0.2.1,2005,orders"})
    void a_port_of_a_tenant_has_priority_over_the_source_address(String source, int port, String tenant) {
        assertThat(of(source, port).tenant()).hasToString(tenant);
        assertThat(of(source, port).tenant()).as("cached").hasToString(tenant);
    }

    @ParameterizedTest
    @ValueSource(ints = {2000, 2002})
    void a_sender_without_a_matching_port_or_address_is_unknown(int port) {
        assertThat(tenants.of(new InetSocketAddress("192.0.2.1", 9), port, 0)).isEqualTo(TenantResolver.UNKNOWN);
    }

    @Test
    void a_tenant_has_one_rate_limit_for_all_its_ports_and_addresses() {
        assertThat(of("10.1.0.1", 2000).charge(1, 0)).isTrue();

        assertThat(of("10.1.0.2", 2000).charge(1, 0)).isFalse();
        assertThat(of("192.0.2.1", 2005).charge(1, 0)).isFalse();
        assertThat(of("10.2.0.1", 2000).charge(1, 0)).as("another tenant has its own limit").isTrue();
    }

    @Test
    void senders_beyond_the_size_of_the_cache_keep_their_tenants() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 10_000; i++) {
                var source = "10.%d.%d.%d".formatted(i % 3, i / 250, i % 250);
                assertThat(of(source, 2000).tenant()).hasToString(i % 3 == 1 ? "orders" : "carts");
            }
        }
    }

    @Test
    void without_configured_tenants_every_source_is_default() {
        var single = TenantResolver.of(Registry.of(List.of()), new TenantRateLimiters(0));

        assertThat(single.of(new InetSocketAddress("192.0.2.1", 9), 2000, 0)).asString().contains("default");
    }

    private TenantRateLimiter of(String source, int port) {
        var found = tenants.of(new InetSocketAddress(InetAddress.ofLiteral(source), 40_000), port, 0);
        return ((Resolution.Owned<TenantRateLimiter>) found).owner();
    }
}
