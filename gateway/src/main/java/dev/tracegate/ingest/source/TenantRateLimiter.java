package dev.tracegate.ingest.source;

import dev.tracegate.tenant.Limits;
import dev.tracegate.tenant.RateLimit;
import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantId;

/** A tenant as the receiver knows it: its name, and what is left of its rates. Owned by the receiver's loop. */
public final class TenantRateLimiter {
    private final TenantId tenant;
    private RateLimit rate;
    private Limits limits;

    private TenantRateLimiter(Tenant tenant, long nowNanos) {
        this.tenant = tenant.id();
        this.limits = tenant.limits();
        this.rate = new RateLimit(limits, nowNanos);
    }

    /** @param nowNanos on the receiver's monotonic clock */
    public static TenantRateLimiter of(Tenant tenant, long nowNanos) {
        return new TenantRateLimiter(tenant, nowNanos);
    }

    /** Any thread. */
    public TenantId tenant() {
        return tenant;
    }

    /** Charges a datagram of so many bytes; false where the tenant's rates have no room for it now. */
    public boolean charge(int length, long nowNanos) {
        return rate.admit(length, nowNanos);
    }

    /** Applies other limits. Where they differ, the tenant begins with a full burst. */
    void change(Limits next, long nowNanos) {
        if (!next.equals(limits)) {
            limits = next;
            rate = new RateLimit(next, nowNanos);
        }
    }

    @Override
    public String toString() {
        return tenant.value();
    }
}
