package dev.tracegate.aws.credentials;

import java.time.Duration;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * A role assumed with other credentials, as the X-Ray daemon's {@code -r} does it: session name {@code xray-daemon}; no tags, no source
 * identity, no session policy, no external id, because today's trust policies were written for the daemon.
 */
public record AssumedRole(String roleArn, CredentialSource base, Sts sts) implements CredentialSource {
    private static final String SESSION = "xray-daemon";
    // An hour, against the daemon's 900 s: a quarter of the STS calls, and it suits every role, since an hour is both the smallest
    // MaxSessionDuration a role can have and the most that role chaining allows.
    private static final Duration SESSION_LENGTH = Duration.ofHours(1);

    @Override
    public IssuedCredentials fetch() {
        var own = base.fetch();
        try (var client = sts.signingWith(own.identity())) {
            var answer = client.assumeRole(AssumeRoleRequest.builder()
                    .roleArn(roleArn)
                    .roleSessionName(SESSION)
                    .durationSeconds((int) SESSION_LENGTH.toSeconds())
                    .build());
            return issued(answer.credentials(), own.source());
        }
    }

    private IssuedCredentials issued(Credentials credentials, String by) {
        var identity = AwsSessionCredentialsIdentity.create(credentials.accessKeyId(), credentials.secretAccessKey(),
                credentials.sessionToken());
        return new IssuedCredentials(identity, credentials.expiration(), "role " + roleArn + " by " + by);
    }
}
