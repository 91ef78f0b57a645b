package dev.tracegate.ingest;

import dev.tracegate.tenant.TenantId;
import java.net.InetSocketAddress;

/** Who a datagram belongs to, by the address it came from. Asked once a datagram, on the receiver's loop: one look-up, no I/O. */
@FunctionalInterface
public interface SourceTenants {

    TenantId of(InetSocketAddress source);

    /** Every source is the tenant {@code default}, as with the X-Ray daemon. */
    static SourceTenants single() {
        return source -> TenantId.DEFAULT;
    }
}
