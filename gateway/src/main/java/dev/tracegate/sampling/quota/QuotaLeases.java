package dev.tracegate.sampling.quota;

import dev.tracegate.tenant.TenantId;
import java.util.Optional;

/** Divides the reservoirs of rules among the clients that report. An implementation for several gateways would share the leases among them. */
public interface QuotaLeases {

    /**
     * Renews a client's lease.
     *
     * @return empty if the client has none yet
     */
    Optional<SamplingTarget.Quota> renew(Claim claim);

    /**
     * A client that asks for a part of a reservoir.
     *
     * @param source address of the client
     * @param perSecond requests a second that the client saw since its last report, rounded up
     * @param now epoch seconds
     */
    record Claim(TenantId tenant, String rule, int reservoirSize, String clientId, String source, long perSecond,
            long now) {}
}
