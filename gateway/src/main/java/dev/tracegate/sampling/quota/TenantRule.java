package dev.tracegate.sampling.quota;

import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantId;
import java.util.Comparator;

/**
 * A tenant's rule, as the key of what is kept for it. Comparable, because a tenant chooses the names of its rules.
 *
 * @param tenant the declared id
 */
record TenantRule(String tenant, String rule) implements Comparable<TenantRule> {
    private static final Comparator<TenantRule> ORDER = Comparator
            .comparing(TenantRule::tenant)
            .thenComparing(TenantRule::rule);

    static TenantRule of(TenantId tenant, String rule) {
        return new TenantRule(Tenant.declared(tenant), rule);
    }

    @Override
    public int compareTo(TenantRule other) {
        return ORDER.compare(this, other);
    }
}
