package dev.tracegate.sampling.quota;

import dev.tracegate.tenant.TenantId;
import java.util.Comparator;

/** A tenant's rule, as the key of what is kept for it. Comparable, because a tenant chooses the names of its rules. */
record TenantRule(TenantId tenant, String rule) implements Comparable<TenantRule> {
    private static final Comparator<TenantRule> ORDER = Comparator
            .comparing((TenantRule each) -> each.tenant().value())
            .thenComparing(TenantRule::rule);

    @Override
    public int compareTo(TenantRule other) {
        return ORDER.compare(this, other);
    }
}
