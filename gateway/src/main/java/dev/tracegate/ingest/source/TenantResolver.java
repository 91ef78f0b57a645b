package dev.tracegate.ingest.source;

import dev.tracegate.identity.Resolution;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.tenant.Registry;
import dev.tracegate.tenant.Tenant;
import java.net.InetSocketAddress;

/**
 * Resolves the tenant of a datagram by its source address and its UDP port. Called once for each datagram, on the receiver's loop: one look-up, no
 * I/O.
 */
@FunctionalInterface
public interface TenantResolver {
    Resolution<TenantRateLimiter> UNKNOWN = new Resolution.Refused<>(RejectReason.UNKNOWN_SOURCE);

    /**
     * @param port the UDP port that took it, as configured
     * @param nowNanos on the receiver's monotonic clock
     */
    Resolution<TenantRateLimiter> of(InetSocketAddress source, int port, long nowNanos);

    /** Every source is the tenant {@code default}, as with the X-Ray daemon. */
    static TenantResolver single() {
        return single(TenantRateLimiter.of(Tenant.DEFAULT, 0));
    }

    private static TenantResolver single(TenantRateLimiter tenant) {
        var all = new Resolution.Owned<>(tenant);
        return (source, port, now) -> all;
    }

    /** Resolves by port and network alone; tasks are not looked up. */
    static TenantResolver of(Registry registry, TenantRateLimiters limiters) {
        return registry.isSingle()
                ? single(limiters.of(registry.tenants().getFirst()))
                : new StaticTenantResolver(registry, limiters, (source, now) -> UNKNOWN);
    }

    /** Uses other tenants from now on. A resolver without configured tenants has nothing to change:
     * its tenant is one of the {@link TenantRateLimiters}, which have its keep rate. */
    default void reconfigure(Registry tenants) {}
}
