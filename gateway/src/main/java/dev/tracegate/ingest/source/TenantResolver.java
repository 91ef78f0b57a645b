package dev.tracegate.ingest.source;

import dev.tracegate.identity.Resolution;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.tenant.Registry;
import dev.tracegate.tenant.Tenant;
import java.net.InetSocketAddress;

/**
 * Resolves the tenant of a datagram by its source address and its UDP port. Called once per datagram, on the receiver's loop; must not block.
 */
@FunctionalInterface
public interface TenantResolver {
    Resolution<TenantRateLimiter> UNKNOWN = new Resolution.Refused<>(RejectReason.UNKNOWN_SOURCE);

    /**
     * @param port the configured UDP port that received the datagram
     * @param nowNanos on the receiver's monotonic clock
     */
    Resolution<TenantRateLimiter> of(InetSocketAddress source, int port, long nowNanos);

    /** Every sender belongs to the tenant {@code default}, as with the X-Ray daemon. */
    static TenantResolver single() {
        return single(TenantRateLimiter.of(Tenant.DEFAULT, 0));
    }

    private static TenantResolver single(TenantRateLimiter tenant) {
        var all = new Resolution.Owned<>(tenant);
        return (source, port, now) -> all;
    }

    /** Resolves by port and network only, not by task. */
    static TenantResolver of(Registry registry, TenantRateLimiters limiters) {
        return registry.isSingle()
                ? single(limiters.of(registry.tenants().getFirst()))
                : new StaticTenantResolver(registry, limiters, (source, now) -> UNKNOWN);
    }

    /** Uses other tenants from now on. A resolver without configured tenants has nothing to change:
     * its tenant is one of the {@link TenantRateLimiters}, which have its keep rate. */
    default void reconfigure(Registry tenants) {}
}
