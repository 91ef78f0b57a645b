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
 * Prepares SDK clients of the Region's own endpoints. They go through the gateway's transport, thus through the forward proxy and by its
 * trust (the X-Ray daemon's role calls go around its {@code -p}), and look at no profile.
 */
public record SdkCalls(String region, AwsEnvironment env, Transport transport) {
    // three tries of the SDK's own within what a caller may wait for
    private static final Duration ONE_TRY = Duration.ofSeconds(5);
    private static final Duration ALL_TRIES = Duration.ofSeconds(20);
    /** Where there is one try alone: a service in trouble may take longer than 5 s, and the answer to the next would take as long. */
    private static final Duration ONLY_TRY = Duration.ofSeconds(15);

    /** The same to another Region's endpoints. */
    public SdkCalls in(String otherRegion) {
        return new SdkCalls(otherRegion, env, transport);
    }

    /** @param service as in AWS_ENDPOINT_URL_(service) */
    public <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> B prepare(B builder, String service) {
        return prepare(builder, service, ONE_TRY)
                .overrideConfiguration(c -> c.apiCallTimeout(ALL_TRIES)
                        .defaultProfileFileSupplier(() -> ProfileFile.aggregator().build()));
    }

    /** The same without the SDK's retries, for those who have their own pauses: two layers of them make a storm. */
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
