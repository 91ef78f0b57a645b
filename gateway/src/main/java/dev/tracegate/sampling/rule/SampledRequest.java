package dev.tracegate.sampling.rule;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an SDK knows of a request when it decides about it. A null member is unknown.
 *
 * @param serviceType the origin, such as {@code AWS::EC2::Instance}
 * @param host the Host header, with its port
 * @param urlPath without the query
 * @param attributes of the OpenTelemetry span; X-Ray SDKs have none
 */
public record SampledRequest(@Nullable String serviceName, @Nullable String serviceType, @Nullable String host,
        @Nullable String httpMethod, @Nullable String urlPath, Map<String, String> attributes) {
    public SampledRequest {
        attributes = Map.copyOf(attributes);
    }
}
