package dev.tracegate.spool;

import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantDirectory;
import dev.tracegate.tenant.TenantId;

/** The spool's view of the tenants. Called on the data plane's loop. */
public interface SpoolTenants {

    /** Whether the tenant is configured. Stored batches of other tenants are shed. */
    boolean known(TenantId tenant);

    /** Whether the tenant's segments may be stored on disk. */
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
