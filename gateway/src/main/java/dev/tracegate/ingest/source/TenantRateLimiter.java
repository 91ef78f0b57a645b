package dev.tracegate.ingest.source;

import dev.tracegate.sampling.head.KeepRate;
import dev.tracegate.tenant.Limits;
import dev.tracegate.tenant.RateLimit;
import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantId;

/** A tenant as the receiver knows it: its name, what is left of its rates, and its keep rate. Owned by the receiver's loop. */
public final class TenantRateLimiter {
    private final TenantId tenant;
    private RateLimit rate;
    private Limits limits;
    private KeepRate keepRate;

    private TenantRateLimiter(Tenant tenant, long nowNanos) {
        this.tenant = tenant.id();
        this.limits = tenant.limits();
        this.rate = new RateLimit(limits, nowNanos);
        this.keepRate = keepRate(tenant);
    }

    private static KeepRate keepRate(Tenant tenant) {
        var own = tenant.keepRate();
        return own == null ? KeepRate.ALL : KeepRate.of(own);
    }

    /** @param nowNanos on the receiver's monotonic clock */
    public static TenantRateLimiter of(Tenant tenant, long nowNanos) {
        return new TenantRateLimiter(tenant, nowNanos);
    }

    /** Any thread. */
    public TenantId tenant() {
        return tenant;
    }

    /** Charges a datagram of {@code length} bytes; false if it would exceed the tenant's rates. */
    public boolean charge(int length, long nowNanos) {
        return rate.admit(length, nowNanos);
    }

    /** The share of its traces that go on. */
    public KeepRate keepRate() {
        return keepRate;
    }

    /** Applies other terms. Where the limits differ, the tenant begins with a full burst. */
    void change(Tenant next, long nowNanos) {
        if (!next.limits().equals(limits)) {
            limits = next.limits();
            rate = new RateLimit(limits, nowNanos);
        }
        keepRate = keepRate(next);
    }

    @Override
    public String toString() {
        return tenant.value();
    }
}
