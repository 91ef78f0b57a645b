package dev.tracegate.spool;

import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantDirectory;
import dev.tracegate.tenant.TenantId;

/** What the spool asks of the tenants. Called on the data plane's loop. */
public interface SpoolTenants {

    /** Whether there is such a tenant. What is stored of one that is gone is shed. */
    boolean known(TenantId tenant);

    /** Whether its segments may be stored. */
    boolean spools(TenantId tenant);

    static SpoolTenants of(TenantDirectory tenants) {
        return new SpoolTenants() {
            @Override
            public boolean known(TenantId tenant) {
                return tenants.find(tenant).isPresent();
            }

            @Override
            public boolean spools(TenantId tenant) {
                return tenants.find(tenant).filter(Tenant::spool).isPresent();
            }
        };
    }
}
