package dev.tracegate.sampling.rule;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The members of a rule to change. A null member stays as it is, with one exception of X-Ray's: an absent boost removes the boost.
 *
 * @param attributes replaces all; the empty map removes all
 */
public record RuleUpdate(@Nullable Integer priority, @Nullable Double fixedRate, @Nullable Integer reservoirSize,
        @Nullable String serviceName, @Nullable String serviceType, @Nullable String host, @Nullable String httpMethod,
        @Nullable String urlPath, @Nullable String resourceArn, @Nullable Map<String, String> attributes,
        Optional<SamplingRule.Boost> boost) {

    /** Whether it changes members that X-Ray refuses to change of the Default rule: all but the rate and the reservoir. */
    boolean changesMoreThanRate() {
        return priority != null || serviceName != null || serviceType != null || host != null || httpMethod != null
                || urlPath != null || resourceArn != null || attributes != null || boost.isPresent();
    }

    /** @throws InvalidRule if the changed rule is outside the limits of the X-Ray API */
    SamplingRule applyTo(SamplingRule rule) {
        return new SamplingRule(rule.name(), or(priority, rule.priority()), or(fixedRate, rule.fixedRate()),
                or(reservoirSize, rule.reservoirSize()), or(serviceName, rule.serviceName()),
                or(serviceType, rule.serviceType()), or(host, rule.host()), or(httpMethod, rule.httpMethod()),
                or(urlPath, rule.urlPath()), or(resourceArn, rule.resourceArn()), or(attributes, rule.attributes()),
                boost);
    }

    private static <T> T or(@Nullable T changed, T current) {
        return changed == null ? current : changed;
    }
}
