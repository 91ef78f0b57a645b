package dev.tracegate.aws.credentials;

import java.time.Duration;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * A role assumed with other credentials, as with the X-Ray daemon's {@code -r}. The session is named {@code xray-daemon} and has no tags,
 * source identity, session policy or external id, because existing trust policies were written for the daemon.
 */
public record AssumedRole(String roleArn, CredentialSource base, Sts sts) implements CredentialSource {
    private static final String SESSION = "xray-daemon";
    // One hour instead of the daemon's 900 s needs a quarter of the STS calls. It suits every role: one hour is the smallest
    // MaxSessionDuration that a role can have, and the most that role chaining allows.
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
