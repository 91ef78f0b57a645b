package dev.tracegate.ingest;

import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantId;
import java.util.HashMap;
import java.util.Map;

/** One admission for each tenant, whichever way its datagrams come, so that its rates are charged once. Owned by the receiver's loop. */
public final class Admissions {
    private final Map<TenantId, Admission> byTenant = new HashMap<>();
    private final long startNanos;

    /** @param startNanos on the receiver's monotonic clock */
    public Admissions(long startNanos) {
        this.startNanos = startNanos;
    }

    public Admission of(Tenant tenant) {
        return byTenant.computeIfAbsent(tenant.id(), any -> Admission.of(tenant, startNanos));
    }
}
