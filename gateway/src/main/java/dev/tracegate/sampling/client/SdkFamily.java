package dev.tracegate.sampling.client;

import dev.tracegate.sampling.quota.SamplingReport;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, as far as a User-Agent says it. Several samplers use an HTTP client that does not name them, so two families need what the
 * segments of the same address say: {@code aws.xray.sdk}.
 */
public enum SdkFamily {
    /** The X-Ray SDK for Python, which calls with botocore. */
    XRAY_PYTHON("Botocore/", null),
    /** The X-Ray SDK for Go, which calls with the AWS SDK for Go. */
    XRAY_GO("aws-sdk-go", null),
    /** The X-Ray SDK for Java or OpenTelemetry's sampler for Java: both use the client of the Java platform. */
    JAVA("Java/", "X-Ray for Java"),
    /** OpenTelemetry's sampler for Go. */
    OTEL_GO("Go-http-client/", null),
    /** OpenTelemetry's sampler for Python. */
    OTEL_PYTHON("python-requests/", null),
    /** No User-Agent: the X-Ray SDK for Node.js, or OpenTelemetry's samplers for JavaScript and .NET. */
    NO_AGENT("", "X-Ray for Node.js"),
    /** Any other client. */
    OTHER("", "");

    private final String agent;
    /** The start of {@code aws.xray.sdk} in the roots of the family's X-Ray SDK; null where the User-Agent alone decides. */
    private final @Nullable String sdk;

    SdkFamily(String agent, @Nullable String sdk) {
        this.agent = agent;
        this.sdk = sdk;
    }

    /** @param userAgent null if the client sent none */
    static SdkFamily of(@Nullable String userAgent) {
        if (userAgent == null || userAgent.isBlank()) {
            return NO_AGENT;
        }
        for (var family : values()) {
            if (!family.agent.isEmpty() && userAgent.startsWith(family.agent)) {
                return family;
            }
        }
        return OTHER;
    }

    /**
     * Whether the client writes the name of the rule into its root segments, so that they can be counted against its reports. The X-Ray SDKs do;
     * OpenTelemetry's samplers do not.
     *
     * @param rootSdks what the roots from the client's address say in {@code aws.xray.sdk}
     */
    boolean namesRules(Iterable<String> rootSdks) {
        if (sdk == null) {
            return this == XRAY_PYTHON || this == XRAY_GO;
        }
        for (var text : rootSdks) {
            if (text.startsWith(sdk)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The requests that the client recorded. OpenTelemetry's sampler for Java counts a borrowed request as sampled too; all others count it as
     * borrowed only (their sources, read in 2026).
     *
     * @param namesRules see {@link #namesRules}; false for OpenTelemetry's sampler for Java
     */
    long recorded(SamplingReport report, boolean namesRules) {
        return this == JAVA && !namesRules ? report.sampled() : report.sampled() + report.borrowed();
    }
}
