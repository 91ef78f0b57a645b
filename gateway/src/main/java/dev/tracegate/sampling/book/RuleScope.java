package dev.tracegate.sampling.book;

import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantId;

/**
 * The requests that a rule book is for: those of every tenant, or of one.
 *
 * @param tenant the declared id of the tenant; empty for all tenants
 */
public record RuleScope(String tenant) implements Comparable<RuleScope> {
    public static final RuleScope GLOBAL = new RuleScope("");

    /** The scope of a tenant; one for all the roles of a tenant whose tasks have several. */
    public static RuleScope of(TenantId tenant) {
        return new RuleScope(Tenant.declared(tenant));
    }

    @Override
    public int compareTo(RuleScope other) {
        return tenant.compareTo(other.tenant);
    }

    @Override
    public String toString() {
        return tenant.isEmpty() ? "all tenants" : "tenant " + tenant;
    }
}
