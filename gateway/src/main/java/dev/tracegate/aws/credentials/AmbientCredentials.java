package dev.tracegate.aws.credentials;

import dev.tracegate.aws.metadata.InstanceMetadata;
import dev.tracegate.aws.settings.AwsEnvironment;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Credentials that the environment of the process offers: variables, the container's credentials service, the instance's metadata service.
 * The two services are never called through a proxy. Each method returns null if the environment does not offer that source. Blocks.
 */
record AmbientCredentials(AwsEnvironment env) {
    private static final String AUTHORIZATION = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";

    @Nullable
    AwsCredentialsIdentity fromEnvironment() {
        var id = env.get("AWS_ACCESS_KEY_ID");
        var secret = env.get("AWS_SECRET_ACCESS_KEY");
        if (id == null || secret == null) {
            return null;
        }
        var token = env.get("AWS_SESSION_TOKEN");
        return token == null
                ? AwsCredentialsIdentity.create(id, secret)
                : AwsSessionCredentialsIdentity.create(id, secret, token);
    }

    @Nullable
    AwsCredentialsIdentity fromContainer() {
        var uri = env.first("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI");
        if (uri == null) {
            return null;
        }
        var tokenFile = env.get(AUTHORIZATION);
        if (tokenFile != null) {
            // checked first: the SDK reads the file again, without a size limit, and would block on a pipe
            TokenFile.read(AUTHORIZATION, Path.of(tokenFile));
        }
        return resolve(ContainerCredentialsProvider.builder().build());
    }

    @Nullable
    AwsCredentialsIdentity fromInstance() {
        if (env.isTrue("AWS_EC2_METADATA_DISABLED")) {
            return null;
        }
        return resolve(InstanceProfileCredentialsProvider.builder()
                .endpoint(InstanceMetadata.endpoint(env))
                .profileFile(() -> Profiles.files(env))
                .profileName(Profiles.name(env))
                .build());
    }

    /** Resolves once and closes: the SDK's container and instance providers keep a timer thread until they are closed. */
    private static <P extends AwsCredentialsProvider & SdkAutoCloseable> AwsCredentialsIdentity resolve(P provider) {
        try (provider) {
            return provider.resolveCredentials();
        }
    }
}
