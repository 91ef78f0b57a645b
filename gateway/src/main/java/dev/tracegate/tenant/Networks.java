package dev.tracegate.tenant;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tenant of the narrowest network that contains an address. One look-up for each prefix length in use. Immutable. */
final class Networks {
    private final Map<Cidr, Tenant> owners;
    private final List<Integer> ipv4Prefixes;
    private final List<Integer> ipv6Prefixes;

    private Networks(Map<Cidr, Tenant> owners) {
        this.owners = owners;
        this.ipv4Prefixes = prefixes(owners, true);
        this.ipv6Prefixes = prefixes(owners, false);
    }

    /** @throws IllegalArgumentException if two tenants have the same network */
    static Networks of(List<Tenant> tenants) {
        var owners = new HashMap<Cidr, Tenant>();
        for (var tenant : tenants) {
            tenant.sources().forEach(source -> Registry.claim(owners, source, tenant));
        }
        return new Networks(Map.copyOf(owners));
    }

    private static List<Integer> prefixes(Map<Cidr, Tenant> owners, boolean ipv4) {
        return owners.keySet()
                .stream()
                .filter(network -> network.isIpv4() == ipv4)
                .map(Cidr::prefix)
                .distinct()
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    Optional<Tenant> ownerOf(InetAddress address) {
        var plain = Cidr.plain(address);
        for (int prefix : Cidr.bits(plain) == Integer.SIZE ? ipv4Prefixes : ipv6Prefixes) {
            var owner = owners.get(Cidr.around(plain, prefix));
            if (owner != null) {
                return Optional.of(owner);
            }
        }
        return Optional.empty();
    }
}
