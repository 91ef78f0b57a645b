package dev.tracegate.aws;

import java.nio.file.Path;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;

/** A role assumed with the token in a file (EKS, CI systems). */
record WebIdentity(Sts sts) {

    /** Blocks. */
    AwsCredentialsIdentity fetch(String role, String session, Path tokenFile) {
        try (var client = sts.anonymous();
                var provider = StsWebIdentityTokenFileCredentialsProvider.builder()
                        .stsClient(client)
                        .roleArn(role)
                        .roleSessionName(session)
                        .webIdentityTokenFile(tokenFile)
                        .build()) {
            return provider.resolveCredentials();
        }
    }
}
