package dev.tracegate.aws.settings;

import dev.tracegate.tenant.TenantDirectory;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the AWS clients from flags and files. What they leave open is looked up in the environment and the metadata services.
 *
 * @param region null to look it up
 * @param endpoint X-Ray's base URL with its path prefix; null for the environment's, else the Region's own
 * @param roleArn role assumed for every call; null for the process's own credentials
 * @param resourceArn copied into telemetry records; empty for none
 * @param localMode calls neither ECS nor EC2 metadata for Region, host name and instance id
 * @param proxy forward proxy for calls to AWS; null to use HTTPS_PROXY and HTTP_PROXY
 * @param verifyTls false only if the operator set it
 * @param concurrency uploads in flight at once, at least 1: the size of their connection pool
 * @param requestTimeout for one upload, from fetching credentials to the last byte of the answer; more than 0
 * @param version the gateway's, for the User-Agent
 * @param tenants with the credentials that each one's segments are sent with; a single tenant has the process's own
 */
public record AwsSettings(@Nullable String region, @Nullable URI endpoint, @Nullable String roleArn, String resourceArn,
        boolean localMode, @Nullable URI proxy, boolean verifyTls, int concurrency, Duration requestTimeout,
        String version, TenantDirectory tenants) {

    public AwsSettings {
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency must be at least 1, was " + concurrency);
        }
        if (!requestTimeout.isPositive()) {
            throw new IllegalArgumentException("requestTimeout must be positive, was " + requestTimeout);
        }
    }
}
