package dev.tracegate.aws;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Makes clients of the Region's own STS endpoint. They go through the gateway's transport, thus through the forward proxy and by its trust
 * (the X-Ray daemon's role calls go around its {@code -p}). Each is used for one fetch and closed: fetches are most of an hour apart, and
 * a client kept would cost its memory all that time.
 */
record Sts(String region, Environment env, Transport transport) {
    // three tries of the SDK's own within what a caller may wait for
    private static final Duration ONE_TRY = Duration.ofSeconds(5);
    private static final Duration ALL_TRIES = Duration.ofSeconds(20);

    StsClient signingWith(AwsCredentialsIdentity identity) {
        return client(new Fixed(identity));
    }

    StsClient anonymous() {
        return client(AnonymousCredentialsProvider.create());
    }

    private StsClient client(IdentityProvider<? extends AwsCredentialsIdentity> credentials) {
        var builder = StsClient.builder()
                .region(Region.of(region))
                .credentialsProvider(credentials)
                .httpClient(new SdkHttpOverTransport(transport, ONE_TRY))
                .fipsEnabled(env.isTrue("AWS_USE_FIPS_ENDPOINT"))
                .dualstackEnabled(env.isTrue("AWS_USE_DUALSTACK_ENDPOINT"))
                .overrideConfiguration(c -> c.apiCallTimeout(ALL_TRIES)
                        .defaultProfileFileSupplier(() -> ProfileFile.aggregator().build()));
        var endpoint = XRayEndpoint.override(env, "STS");
        return endpoint == null ? builder.build() : builder.endpointOverride(endpoint).build();
    }

    private record Fixed(AwsCredentialsIdentity identity) implements IdentityProvider<AwsCredentialsIdentity> {
        @Override
        public Class<AwsCredentialsIdentity> identityType() {
            return AwsCredentialsIdentity.class;
        }

        @Override
        public CompletableFuture<AwsCredentialsIdentity> resolveIdentity(
                ResolveIdentityRequest request) {
            return CompletableFuture.completedFuture(identity);
        }
    }
}
