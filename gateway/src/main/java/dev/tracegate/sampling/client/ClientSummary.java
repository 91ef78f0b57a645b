package dev.tracegate.sampling.client;

import dev.tracegate.tenant.TenantId;
import java.util.List;
import java.util.Map;

/**
 * Counts of all clients at one moment. Immutable.
 *
 * @param rules since the start
 * @param polling numbers of source addresses, by tenant
 */
public record ClientSummary(List<RuleTotals> rules, Map<TenantId, PollingCounts> polling) {
    static final ClientSummary NONE = new ClientSummary(List.of(), Map.of());

    public ClientSummary {
        rules = List.copyOf(rules);
        polling = Map.copyOf(polling);
    }
}
