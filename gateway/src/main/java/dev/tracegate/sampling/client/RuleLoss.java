package dev.tracegate.sampling.client;

import dev.tracegate.tenant.TenantId;
import java.util.OptionalDouble;

/**
 * One rule in a window that is over: what the SDKs of a tenant, or of one of its source addresses, reported to have recorded, and the root
 * segments that arrived with the rule's name.
 *
 * @param source the address; empty for all addresses of the tenant together
 * @param reported requests recorded by SDKs that write the rule's name into root segments
 * @param uncompared requests recorded by other samplers, which cannot be compared with what arrived
 * @param arrived root segments
 * @param seconds length of the window
 */
public record RuleLoss(TenantId tenant, String source, String rule, long reported, long uncompared, long arrived,
        long seconds) {
    /** Reports that a share is computed from, at least: of 100 requests, five slow ones that are still open are 5 %. */
    static final long LEAST_REPORTED = 100;
    /** With more arrivals than reports, by 5 %, the two are not about the same requests: a client reports elsewhere. */
    private static final double EXCESS = 1.05;

    /**
     * The share of what was reported that did not arrive, 0 to 1; empty where the numbers do not allow one: there are few reports, more arrived
     * than was reported, or nothing arrived from the address that reported, which may send from another one.
     */
    public OptionalDouble loss() {
        if (reported < LEAST_REPORTED || arrived > reported * EXCESS || (arrived == 0 && !source.isEmpty())) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(Math.max(0, 1 - (double) arrived / reported));
    }
}
