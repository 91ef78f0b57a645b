package dev.tracegate.sampling.quota;

import dev.tracegate.tenant.Tenant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Leases of one gateway. A reservoir is one tenant's: a tenant whose tasks have several roles has one, and two tenants with the same rule have two. Each of several gateways divides its own part of a reservoir: the size divided by their number, rounded down. For one thread at a
 * time.
 */
public final class LocalQuotaLeases implements QuotaLeases {
    /** Leases of all clients together; one takes about 250 bytes, so 5 MB in all. Further clients go on borrowing. */
    static final int LEASES = 20_000;
    /** Leases of one tenant, over all its rules, so that one cannot take those of all others. */
    static final int LEASES_OF_A_TENANT = 5_000;
    /** Leases of one source address, over all rules: client ids are the client's choice, an address is not. */
    static final int LEASES_OF_A_SOURCE = 1_024;

    private final int gateways;
    private final Map<TenantRule, Reservoir> reservoirs = new HashMap<>();
    private final LeaseCounts counts = new LeaseCounts(LEASES, LEASES_OF_A_TENANT, LEASES_OF_A_SOURCE);

    /** @param gateways how many share each reservoir, 1 or more */
    public LocalQuotaLeases(int gateways) {
        this.gateways = gateways;
    }

    @Override
    public Optional<SamplingTarget.Quota> renew(Claim claim) {
        var key = TenantRule.of(claim.tenant(), claim.rule());
        var reservoir = reservoirs.get(key);
        if (reservoir == null) {
            expire(claim.now());
            reservoir = new Reservoir(Tenant.declared(claim.tenant()), counts);
            reservoirs.put(key, reservoir);
        }
        return reservoir.renew(claim, claim.reservoirSize() / gateways);
    }

    /** Drops the reservoirs that no client asks for any more. A reservoir exists only while it has a client, so their number is bounded too. */
    private void expire(long now) {
        reservoirs.values().removeIf(reservoir -> reservoir.isUnused(now));
    }

    int leases() {
        return counts.total();
    }
}
