package dev.tracegate.ingest;

import dev.tracegate.tenant.Limits;
import dev.tracegate.tenant.RateLimit;
import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantId;

/** A tenant as the receiver knows it: its name, and what is left of its rates. Owned by the receiver's loop. */
public final class Admission {
    /** Of senders that are no tenant's. */
    static final Admission UNKNOWN = new Admission(TenantId.UNATTRIBUTED, Limits.NONE, 0);

    private final TenantId tenant;
    private final RateLimit rate;

    private Admission(TenantId tenant, Limits limits, long nowNanos) {
        this.tenant = tenant;
        this.rate = new RateLimit(limits, nowNanos);
    }

    /** @param nowNanos on the receiver's monotonic clock */
    public static Admission of(Tenant tenant, long nowNanos) {
        return new Admission(tenant.id(), tenant.limits(), nowNanos);
    }

    TenantId tenant() {
        return tenant;
    }

    /** Charges a datagram of so many bytes; false where the tenant's rates have no room for it now. */
    boolean charge(int length, long nowNanos) {
        return rate.admit(length, nowNanos);
    }
}
