package dev.tracegate.sampling.rule;

import java.time.Instant;

/**
 * A rule with the times that X-Ray keeps of it.
 *
 * @param createdAt whole seconds; the epoch for a Default rule
 * @param modifiedAt whole seconds
 */
public record RuleRecord(SamplingRule rule, Instant createdAt, Instant modifiedAt) {
    /** X-Ray's Default rule, unchanged. */
    public static final RuleRecord DEFAULT = new RuleRecord(SamplingRule.DEFAULT, Instant.EPOCH, Instant.EPOCH);
}
