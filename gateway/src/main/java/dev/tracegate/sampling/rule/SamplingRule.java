package dev.tracegate.sampling.rule;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * A sampling rule with the members and limits of the X-Ray API. A text member is a pattern, see {@link WildcardPattern}. Immutable.
 *
 * @param name unique in its book, 1 to {@value #NAME_LENGTH} characters
 * @param priority 1 to {@value #LOWEST_PRIORITY}, the lowest number first; {@value #DEFAULT_PRIORITY} for the Default rule alone
 * @param fixedRate share of the requests beyond the reservoir, 0 to 1
 * @param reservoirSize requests a second that are sampled before the rate applies, over all clients together
 * @param serviceType the origin of the segment, such as {@code AWS::ECS::Container}
 * @param urlPath pattern of the path, without the query
 * @param attributes patterns of segment attributes by key; X-Ray SDKs ignore a rule that has any, OpenTelemetry samplers evaluate them
 * @param boost limits of X-Ray's adaptive sampling; stored and returned, not acted on
 */
public record SamplingRule(String name, int priority, double fixedRate, int reservoirSize, String serviceName,
        String serviceType, String host, String httpMethod, String urlPath, String resourceArn,
        Map<String, String> attributes, Optional<Boost> boost) {
    /** The name of the rule for requests that no other rule matches. */
    public static final String DEFAULT_NAME = "Default";
    public static final int LOWEST_PRIORITY = 9999;
    /** The Default rule comes after all others. */
    public static final int DEFAULT_PRIORITY = 10_000;
    /** The lengths are those of the X-Ray API. */
    static final int NAME_LENGTH = 32;
    static final int SERVICE_LENGTH = 64;
    static final int HOST_LENGTH = 64;
    static final int METHOD_LENGTH = 10;
    static final int PATH_LENGTH = 128;
    static final int ARN_LENGTH = 500;
    static final int ATTRIBUTES = 5;
    static final int ATTRIBUTE_LENGTH = 32;

    private static final String ANY = "*";

    /** The order in which rules are tried: by priority, then by name, as the SDKs sort them. */
    public static final Comparator<SamplingRule> ORDER = Comparator.comparingInt(SamplingRule::priority)
            .thenComparing(SamplingRule::name);

    /** X-Ray's own Default rule: one request a second, and 5 % of the rest. */
    public static final SamplingRule DEFAULT = matchingAll(DEFAULT_NAME, DEFAULT_PRIORITY, 0.05, 1);

    /**
     * The limits of a rate that X-Ray may raise for a short time.
     *
     * @param maxRate 0 to 1
     * @param cooldownMinutes time between two boosts, 0 or more
     */
    public record Boost(double maxRate, int cooldownMinutes) {
        public Boost {
            InvalidRule.checkShare("SamplingRateBoost.MaxRate", maxRate);
            InvalidRule.checkRange("SamplingRateBoost.CooldownWindowMinutes", cooldownMinutes, 0, Integer.MAX_VALUE);
        }
    }

    /** @throws InvalidRule if a member is outside the limits of the X-Ray API */
    public SamplingRule {
        InvalidRule.checkName(name);
        if (name.equals(DEFAULT_NAME)) {
            InvalidRule.checkRange("Priority", priority, DEFAULT_PRIORITY, DEFAULT_PRIORITY);
        } else {
            InvalidRule.checkRange("Priority", priority, 1, LOWEST_PRIORITY);
        }
        InvalidRule.checkShare("FixedRate", fixedRate);
        InvalidRule.checkRange("ReservoirSize", reservoirSize, 0, Integer.MAX_VALUE);
        InvalidRule.checkLength("ServiceName", serviceName, SERVICE_LENGTH);
        InvalidRule.checkLength("ServiceType", serviceType, SERVICE_LENGTH);
        InvalidRule.checkLength("Host", host, HOST_LENGTH);
        InvalidRule.checkLength("HTTPMethod", httpMethod, METHOD_LENGTH);
        InvalidRule.checkLength("URLPath", urlPath, PATH_LENGTH);
        InvalidRule.checkLength("ResourceARN", resourceArn, ARN_LENGTH);
        attributes = Map.copyOf(attributes);
        InvalidRule.checkAttributes(attributes);
    }

    /** A rule whose patterns match every request. */
    public static SamplingRule matchingAll(String name, int priority, double fixedRate, int reservoirSize) {
        return new SamplingRule(name, priority, fixedRate, reservoirSize, ANY, ANY, ANY, ANY, ANY, ANY, Map.of(),
                Optional.empty());
    }

    public boolean isDefault() {
        return name.equals(DEFAULT_NAME);
    }

    /** This rule with another rate and reservoir. */
    public SamplingRule withRate(double otherRate, int otherReservoir) {
        return new SamplingRule(name, priority, otherRate, otherReservoir, serviceName, serviceType, host, httpMethod,
                urlPath, resourceArn, attributes, boost);
    }
}
