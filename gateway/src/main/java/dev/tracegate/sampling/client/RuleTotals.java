package dev.tracegate.sampling.client;

import dev.tracegate.tenant.TenantId;

/**
 * Counts of a tenant's rule since the start.
 *
 * @param reported as in {@link RuleLoss}
 * @param arrived as in {@link RuleLoss}
 */
public record RuleTotals(TenantId tenant, String rule, long reported, long arrived) {}
