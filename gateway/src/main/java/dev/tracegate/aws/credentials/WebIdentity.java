package dev.tracegate.aws.credentials;

import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;

/** A role assumed with a token of another identity provider (EKS, CI systems). */
record WebIdentity(Sts sts) {

    /** Assumes the role. Blocks. */
    AwsCredentialsIdentity fetch(String role, String session, String token) {
        try (var client = sts.anonymous()) {
            var answer = client.assumeRoleWithWebIdentity(AssumeRoleWithWebIdentityRequest.builder()
                    .roleArn(role)
                    .roleSessionName(session)
                    .webIdentityToken(token)
                    .build()).credentials();
            return Sts.identity(answer);
        }
    }
}
