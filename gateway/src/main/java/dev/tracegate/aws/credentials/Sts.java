package dev.tracegate.aws.credentials;

import dev.tracegate.aws.http.SdkCalls;
import dev.tracegate.aws.http.Transport;
import dev.tracegate.aws.settings.AwsEnvironment;
import dev.tracegate.aws.signing.FixedIdentity;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * Creates clients of the Region's own STS endpoint, for the process's own credentials. Each is used for one fetch and closed: fetches are
 * most of an hour apart, and a client would take memory all that time. (Tenants' roles share one that is kept.)
 */
public record Sts(SdkCalls calls) {

    public Sts(String region, AwsEnvironment env, Transport transport) {
        this(new SdkCalls(region, env, transport));
    }

    StsClient signingWith(AwsCredentialsIdentity identity) {
        return client(new FixedIdentity(identity));
    }

    StsClient anonymous() {
        return client(AnonymousCredentialsProvider.create());
    }

    static AwsCredentialsIdentity identity(Credentials issued) {
        return AwsSessionCredentials.builder()
                .accessKeyId(issued.accessKeyId())
                .secretAccessKey(issued.secretAccessKey())
                .sessionToken(issued.sessionToken())
                .expirationTime(issued.expiration())
                .build();
    }

    private StsClient client(IdentityProvider<? extends AwsCredentialsIdentity> credentials) {
        return calls.prepare(StsClient.builder(), "STS").credentialsProvider(credentials).build();
    }
}
