package dev.tracegate.ingest;

import dev.tracegate.tenant.Registry;
import dev.tracegate.tenant.Tenant;
import java.net.InetSocketAddress;

/**
 * Who a datagram belongs to, by the address it came from and the port it came to. Asked once a datagram, on the receiver's loop: one look-up, no
 * I/O.
 */
@FunctionalInterface
public interface SourceTenants {

    /**
     * @param port the UDP port that took it, as configured
     * @return {@link Admission#UNKNOWN} where it is no tenant's
     */
    Admission of(InetSocketAddress source, int port);

    /** Every source is the tenant {@code default}, as with the X-Ray daemon. */
    static SourceTenants single() {
        var all = Admission.of(Tenant.DEFAULT, 0);
        return (source, port) -> all;
    }

    /** @param nowNanos on the receiver's monotonic clock */
    static SourceTenants of(Registry registry, long nowNanos) {
        return registry.isSingle() ? single() : new RegisteredSources(registry, nowNanos);
    }
}
