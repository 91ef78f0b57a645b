package dev.tracegate.sampling.rule;

import java.util.List;

/**
 * The rule that decides about a request, and why the rules before it do not.
 *
 * @param passed the rules tried before, in their order
 */
public record RuleMatch(SamplingRule rule, List<Mismatch> passed) {

    /**
     * Why a rule does not decide.
     *
     * @param reason such as {@code URLPath "/api/*" does not match "/health"}
     */
    public record Mismatch(String rule, String reason) {}
}
