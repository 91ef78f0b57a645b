package dev.tracegate.sampling.rule;

import org.jspecify.annotations.Nullable;

/** The SDKs, by how they match a request against a rule. Read in their sources; see the table in docs/sampling.md. */
public enum ClientKind {
    /** X-Ray SDKs for Python, Node and Go: a member that the request lacks matches every pattern. */
    XRAY(false, true),
    /** The X-Ray SDK for Java: a member that the request lacks is the empty text. */
    XRAY_JAVA(false, false),
    /**
     * OpenTelemetry's sampler for Java: a member that the request lacks is matched by {@code *} alone, a pattern with a wildcard regards case, and
     * {@code Attributes} are evaluated.
     */
    OPENTELEMETRY(true, false);

    private final boolean evaluatesAttributes;
    private final boolean missingMatches;

    ClientKind(boolean evaluatesAttributes, boolean missingMatches) {
        this.evaluatesAttributes = evaluatesAttributes;
        this.missingMatches = missingMatches;
    }

    /** Whether the SDK uses such a rule at all: X-Ray SDKs drop rules with attributes or for one resource. */
    boolean uses(SamplingRule rule) {
        return evaluatesAttributes
                || (rule.attributes().isEmpty() && WildcardPattern.matchesAll(rule.resourceArn()));
    }

    boolean matches(String pattern, @Nullable String value) {
        if (this == OPENTELEMETRY) {
            return matchesInOpenTelemetry(pattern, value);
        }
        if (value == null || value.isEmpty()) {
            return missingMatches || WildcardPattern.matches(pattern, "");
        }
        return WildcardPattern.matches(pattern, value);
    }

    private static boolean matchesInOpenTelemetry(String pattern, @Nullable String value) {
        if (pattern.equals("*")) {
            return true;
        }
        if (value == null) {
            return false;
        }
        return WildcardPattern.isLiteral(pattern)
                ? pattern.equalsIgnoreCase(value)
                : WildcardPattern.matchesCase(pattern, value);
    }
}
