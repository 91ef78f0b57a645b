package dev.tracegate.ingest.source;

import dev.tracegate.tenant.Registry;
import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantId;
import java.util.HashMap;
import java.util.Map;

/** One limiter per tenant, shared by all ports and networks of the tenant. Owned by the receiver's loop. */
public final class TenantRateLimiters {
    private final Map<TenantId, TenantRateLimiter> byTenant = new HashMap<>();
    private final long startNanos;

    /** @param startNanos on the receiver's monotonic clock */
    public TenantRateLimiters(long startNanos) {
        this.startNanos = startNanos;
    }

    public TenantRateLimiter of(Tenant tenant) {
        return byTenant.computeIfAbsent(tenant.id(), any -> TenantRateLimiter.of(tenant, startNanos));
    }

    /** Applies the limits and keep rates that the tenants have now, and drops tenants that are gone. */
    public void reconfigure(Registry registry, long nowNanos) {
        byTenant.values().removeIf(limiter -> registry.find(limiter.tenant()).isEmpty());
        byTenant.values()
                .forEach(limiter -> registry.find(limiter.tenant())
                        .ifPresent(tenant -> limiter.change(tenant, nowNanos)));
    }
}
