package dev.tracegate.aws;

import dev.tracegate.aws.Credentials.CredentialSource;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * The SDK's default chain (environment, profile, web identity, container, EC2), and on top of it the role to assume. The chain speaks to the
 * metadata and credential endpoints directly, never through a proxy; STS is called through it, as everything in AWS (the daemon goes past it).
 */
final class CredentialChain implements CredentialSource {
    /** The daemon's, since trust policies may name it. */
    private static final String SESSION_NAME = "xray-daemon";
    /** The longest that every role allows, also one that is assumed from another. */
    private static final int SESSION_SECONDS = 3_600;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration READ_LIMIT = Duration.ofSeconds(10);

    private final DefaultCredentialsProvider base;
    private final @Nullable SdkHttpClient http;
    private final @Nullable StsClient sts;
    private final @Nullable StsAssumeRoleCredentialsProvider role;

    /** @param stsEndpoint null for the Region's own */
    CredentialChain(AwsSettings settings, String region, @Nullable URI stsEndpoint) {
        this.base = DefaultCredentialsProvider.builder().asyncCredentialUpdateEnabled(false).build();
        var roleArn = settings.roleArn();
        if (roleArn == null) {
            this.http = null;
            this.sts = null;
            this.role = null;
            return;
        }
        var made = http(settings,
                stsEndpoint == null ? URI.create("https://sts." + region + ".amazonaws.com") : stsEndpoint);
        var client = StsClient.builder()
                .region(Region.of(region))
                .credentialsProvider(base)
                .httpClient(made)
                .applyMutation(builder -> Optional.ofNullable(stsEndpoint).ifPresent(builder::endpointOverride))
                .build();
        this.http = made;
        this.sts = client;
        this.role = StsAssumeRoleCredentialsProvider.builder()
                .stsClient(client)
                .refreshRequest(request -> request.roleArn(roleArn)
                        .roleSessionName(SESSION_NAME)
                        .durationSeconds(SESSION_SECONDS))
                .build();
    }

    @Override
    public AwsCredentialsIdentity resolve() {
        return role == null ? base.resolveCredentials() : role.resolveCredentials();
    }

    @Override
    public void close() {
        if (role != null) {
            role.close();
        }
        if (sts != null) {
            sts.close();
        }
        if (http != null) {
            http.close();
        }
        base.close();
    }

    private static SdkHttpClient http(AwsSettings settings, URI endpoint) {
        var client = UrlConnectionHttpClient.builder().connectionTimeout(CONNECT_LIMIT).socketTimeout(READ_LIMIT);
        client.proxyConfiguration(proxy(new ForwardProxy(settings).towards(endpoint)));
        Trust.of(settings).ifPresent(trust -> client.tlsTrustManagersProvider(() -> managers(trust)));
        return client.build();
    }

    private static ProxyConfiguration proxy(Optional<URI> towards) {
        var proxy = ProxyConfiguration.builder().useEnvironmentVariablesValues(false).useSystemPropertyValues(false);
        towards.ifPresent(uri -> {
            proxy.endpoint(URI.create(uri.getScheme() + "://" + uri.getHost() + ":" + ProxyAddress.port(uri)));
            ProxyAddress.user(uri).ifPresent(proxy::username);
            ProxyAddress.password(uri).ifPresent(proxy::password);
        });
        return proxy.build();
    }

    private static TrustManager[] managers(X509TrustManager trust) {
        return new TrustManager[]{trust};
    }
}
