package dev.tracegate.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryTest {
    private static final Registry REGISTRY = Registry.of(List.of(tenant("wide", List.of(), "10.0.0.0/8", "fd00::/16"),
            tenant("narrow", List.of(2001), "10.0.1.0/24", "fd00::/64"), tenant("one", List.of(), "10.0.1.7"),
            tenant("v6", List.of(2003, 2002), "::/0")));

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"10.9.9.9,wide", "10.0.1.1,narrow", "10.0.1.7,one", "10.0.2.7,wide",
            "11.0.0.1,-", "fd00::1,narrow", "fd00:0:0:1::1,wide", "fd01::1,v6", "::1,v6", "::ffff:10.0.1.7,one",
            "::ffff:11.0.0.1,-", "0.0.0.0,-"})
    void a_source_belongs_to_the_tenant_with_the_narrowest_matching_network(String source, String owner) {
        assertThat(REGISTRY.from(InetAddress.ofLiteral(source)).map(tenant -> tenant.id().value()))
                .isEqualTo(Optional.ofNullable(owner));
    }

    @Test
    void an_ipv4_mapped_ipv6_address_is_treated_as_ipv4() throws UnknownHostException {
        byte[] mapped = new byte[16];
        mapped[10] = mapped[11] = (byte) 0xff;
        System.arraycopy(new byte[]{10, 0, 1, 7}, 0, mapped, 12, 4);

        // unlike InetAddress.getByAddress, this factory method keeps the IPv6 type
        var source = java.net.Inet6Address.getByAddress(null, mapped, 0);

        assertThat(REGISTRY.from(source).map(Tenant::id)).contains(new TenantId("one"));
    }

    @Test
    void a_port_belongs_to_one_tenant() {
        assertThat(REGISTRY.ports()).containsExactlyInAnyOrder(2001, 2002, 2003);
        assertThat(REGISTRY.atPort(2003).map(Tenant::id)).contains(new TenantId("v6"));
        assertThat(REGISTRY.atPort(2000)).isEmpty();
    }

    @Test
    void without_configured_tenants_every_source_belongs_to_the_default_tenant_without_limits() {
        var registry = Registry.of(List.of());

        assertThat(registry.isSingle()).isTrue();
        assertThat(registry.tenants()).extracting(Tenant::id, Tenant::limits)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(TenantId.DEFAULT, Limits.NONE));
        assertThat(registry.from(InetAddress.getLoopbackAddress())).contains(Tenant.DEFAULT);
        assertThat(registry.ports()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a|1|10.0.0.0/8|a|2|11.0.0.0/8|a of tenant a already belongs to tenant a",
            "a|1|10.0.0.0/8|b|1|11.0.0.0/8|1 of tenant b already belongs to tenant a",
            "a|1|10.0.0.0/8|b|2|10.0.0.0/8|10.0.0.0/8 of tenant b already belongs to tenant a",
            "a|1|::|b|2|0::0/128|0:0:0:0:0:0:0:0/128 of tenant b already belongs to tenant a",
            "default|1|::|b|2|::1|id default is reserved", "a|1|::|unattributed|2|::1|id unattributed is reserved"})
    void an_id_a_port_or_a_network_of_two_tenants_is_refused(String id, int port, String source, String otherId,
            int otherPort, String otherSource,
            String message) {
        var tenants = List.of(tenant(id, List.of(port), source), tenant(otherId, List.of(otherPort), otherSource));

        assertThatThrownBy(() -> Registry.of(tenants)).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void the_narrowest_of_random_networks_is_found() throws UnknownHostException {
        var random = new Random(7);
        for (int round = 0; round < 200; round++) {
            var tenants = new ArrayList<Tenant>();
            var networks = new ArrayList<Cidr>();
            for (int i = 0; i < 20; i++) {
                var network = Cidr.around(address(random), random.nextInt(33));
                if (!networks.contains(network)) {
                    networks.add(network);
                    tenants.add(new Tenant(new TenantId("t" + i), Limits.NONE, List.of(network), List.of()));
                }
            }
            var registry = Registry.of(tenants);
            for (int i = 0; i < 50; i++) {
                var source = address(random);
                assertThat(registry.from(source)).isEqualTo(narrowest(tenants, source));
            }
        }
    }

    private static Optional<Tenant> narrowest(List<Tenant> tenants, InetAddress source) {
        return tenants.stream()
                .filter(tenant -> holds(tenant.sources().getFirst(), source))
                .max(java.util.Comparator.comparingInt(tenant -> tenant.sources().getFirst().prefix()));
    }

    private static boolean holds(Cidr network, InetAddress source) {
        return bits(network.network()).substring(0, network.prefix())
                .equals(bits(source).substring(0, network.prefix()));
    }

    private static String bits(InetAddress address) {
        var out = new StringBuilder();
        for (byte part : address.getAddress()) {
            out.append(String.format("%8s", Integer.toBinaryString(part & 0xff)).replace(' ', '0'));
        }
        return out.toString();
    }

    /** Uses few different byte values, so that addresses match networks. */
    private static InetAddress address(Random random) throws UnknownHostException {
        byte[] bytes = new byte[4];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(3) * 100);
        }
        return InetAddress.getByAddress(bytes);
    }

    static Tenant tenant(String id, List<Integer> ports, String... sources) {
        return new Tenant(new TenantId(id), Limits.NONE,
                Arrays.stream(sources).map(source -> Cidr.parse(source).orElseThrow()).toList(), ports);
    }
}
