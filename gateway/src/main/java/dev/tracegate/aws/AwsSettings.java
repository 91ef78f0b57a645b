package dev.tracegate.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the edge towards AWS is told.
 *
 * @param region null to look in the environment and the metadata services
 * @param endpoint X-Ray's base URL; null to look in the environment, then for the Region's own
 * @param roleArn assumed for everything; null for the process's own credentials
 * @param resourceArn copied into telemetry records; empty for none
 * @param localMode no look at ECS metadata or EC2 metadata for Region, host name and instance id
 * @param proxy forward proxy; null to look in the environment
 * @param verifyTls false only where the operator said so
 * @param requestTimeout for one upload
 * @param concurrency uploads in flight at once
 * @param version the gateway's, for the User-Agent
 * @param environment the process's environment variables
 */
public record AwsSettings(@Nullable String region, @Nullable URI endpoint, @Nullable String roleArn, String resourceArn,
        boolean localMode,
        @Nullable URI proxy, boolean verifyTls, Duration requestTimeout, int concurrency, String version,
        Map<String, String> environment) {

    public AwsSettings {
        environment = Map.copyOf(environment);
    }

    /** A variable's value, or null where it is unset or empty. */
    @Nullable
    String variable(String name) {
        var value = environment.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    boolean flag(String name) {
        return "true".equalsIgnoreCase(environment.get(name));
    }
}
