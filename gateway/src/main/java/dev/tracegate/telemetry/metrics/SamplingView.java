package dev.tracegate.telemetry.metrics;

import dev.tracegate.tenant.TenantId;
import java.util.Collection;

/** Counts of the clients that ask for sampling rules. Methods may be called from any thread and do not block. */
public interface SamplingView {

    Collection<RuleReading> rules();

    Collection<SourcesReading> sources();

    /**
     * Counts of a tenant's rule since the start.
     *
     * @param reported requests that SDKs reported to have recorded
     * @param arrived root segments that name the rule
     */
    record RuleReading(TenantId tenant, String rule, long reported, long arrived) {}

    /**
     * Numbers of a tenant's source addresses.
     *
     * @param polling that ask for rules or targets
     * @param neverPolling that send root segments and do not ask
     */
    record SourcesReading(TenantId tenant, long polling, long neverPolling) {}
}
