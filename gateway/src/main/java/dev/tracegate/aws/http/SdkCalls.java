package dev.tracegate.aws.http;

import dev.tracegate.aws.settings.AwsEnvironment;
import dev.tracegate.aws.settings.XRayEndpoint;
import dev.tracegate.http.ReplyBound;
import java.time.Duration;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;

/**
 * Configures SDK clients for a Region's endpoints. They use the gateway's transport, with its forward proxy and trust (the X-Ray daemon's
 * role calls bypass its {@code -p}), and read no profile.
 */
public record SdkCalls(String region, AwsEnvironment env, Transport transport) {
    // the SDK's three attempts fit into the time that a caller may wait
    private static final Duration ONE_TRY = Duration.ofSeconds(5);
    private static final Duration ALL_TRIES = Duration.ofSeconds(20);
    /** For clients without retries: a service in trouble may need more than 5 s, and would need as long for the next attempt. */
    private static final Duration ONLY_TRY = Duration.ofSeconds(15);

    /** The same for another Region's endpoints. */
    public SdkCalls in(String otherRegion) {
        return new SdkCalls(otherRegion, env, transport);
    }

    /**
     * Configures a client with the SDK's retries.
     *
     * @param service name of the service in AWS_ENDPOINT_URL_(service)
     */
    public <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> B prepare(B builder, String service) {
        return prepare(builder, service, ONE_TRY)
                .overrideConfiguration(c -> c.apiCallTimeout(ALL_TRIES)
                        .defaultProfileFileSupplier(() -> ProfileFile.aggregator().build()));
    }

    /** Configures a client without the SDK's retries, for callers with a backoff of their own: two layers of retries multiply the calls. */
    public <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> B prepareOnce(B builder, String service) {
        return prepare(builder, service, ONLY_TRY).overrideConfiguration(c -> c.apiCallTimeout(ALL_TRIES)
                .retryStrategy(AwsRetryStrategy.doNotRetry())
                .defaultProfileFileSupplier(() -> ProfileFile.aggregator().build()));
    }

    private <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> B prepare(B builder, String service,
            Duration oneTry) {
        builder.region(Region.of(region))
                .httpClient(new SdkHttpOverTransport(transport, oneTry,
                        "ECS".equals(service) ? ReplyBound.ECS : ReplyBound.STS))
                .fipsEnabled(env.isTrue("AWS_USE_FIPS_ENDPOINT"))
                .dualstackEnabled(env.isTrue("AWS_USE_DUALSTACK_ENDPOINT"));
        var endpoint = XRayEndpoint.override(env, service);
        return endpoint == null ? builder : builder.endpointOverride(endpoint);
    }
}
