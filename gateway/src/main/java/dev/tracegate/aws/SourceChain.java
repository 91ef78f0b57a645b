package dev.tracegate.aws;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The process's own credentials, from the places and in the order of the SDK's default chain: environment, web identity, profile (SSO
 * included where its module is on the class path), container, instance metadata.
 *
 * <p>It is put together here, of the SDK's own providers, so that the STS call of a web identity goes the way of every other call (forward
 * proxy, CA bundle, the resolved Region), which it does not in the SDK's ready-made chain. The container and instance providers never use a
 * proxy.
 */
record SourceChain(Environment env, Sts sts) implements CredentialSource {
    // also the X-Ray daemon's session name for an assumed role
    private static final String SESSION = "xray-daemon";

    @Override
    public IssuedCredentials fetch() {
        var errors = new ArrayList<String>();
        for (var link : links()) {
            try {
                var found = link.place.find();
                if (found != null) {
                    return IssuedCredentials.of(found, link.name);
                }
            } catch (SdkException | IllegalArgumentException | IllegalStateException e) {
                errors.add(link.name + ": " + e.getMessage());
            }
        }
        throw new NoCredentialsException(
                "no credentials found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile,"
                        + " or give the task or instance a role"
                        + (errors.isEmpty() ? "" : " (" + String.join("; ", errors) + ")"));
    }

    private List<Link> links() {
        return List.of(new Link("environment", this::ofEnvironment), new Link("web identity", this::ofWebIdentity),
                new Link("profile " + Profiles.name(env), this::ofProfile), new Link("container", this::ofContainer),
                new Link("instance metadata", this::ofInstance));
    }

    private @Nullable AwsCredentialsIdentity ofEnvironment() {
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

    private @Nullable AwsCredentialsIdentity ofWebIdentity() {
        var file = env.get("AWS_WEB_IDENTITY_TOKEN_FILE");
        var role = env.get("AWS_ROLE_ARN");
        if (file == null || role == null) {
            return null;
        }
        var name = env.get("AWS_ROLE_SESSION_NAME");
        try (StsClient client = sts.anonymous();
                var provider = StsWebIdentityTokenFileCredentialsProvider.builder()
                        .stsClient(client)
                        .roleArn(role)
                        .roleSessionName(name == null ? SESSION : name)
                        .webIdentityTokenFile(Path.of(file))
                        .build()) {
            return provider.resolveCredentials();
        }
    }

    private @Nullable AwsCredentialsIdentity ofProfile() {
        var files = Profiles.files(env);
        var name = Profiles.name(env);
        if (files.profile(name).isEmpty() && env.get("AWS_PROFILE") == null) {
            return null;
        }
        return resolve(ProfileCredentialsProvider.builder().profileFile(() -> files).profileName(name).build());
    }

    private @Nullable AwsCredentialsIdentity ofContainer() {
        var asked = env.first("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI");
        return asked == null ? null : resolve(ContainerCredentialsProvider.builder().build());
    }

    private @Nullable AwsCredentialsIdentity ofInstance() {
        if (env.isTrue("AWS_EC2_METADATA_DISABLED")) {
            return null;
        }
        return resolve(InstanceProfileCredentialsProvider.builder()
                .endpoint(InstanceMetadata.endpoint(env))
                .profileFile(() -> Profiles.files(env))
                .profileName(Profiles.name(env))
                .build());
    }

    /** The SDK's container and instance providers hold a timer thread until they are closed. */
    private static <P extends AwsCredentialsProvider & SdkAutoCloseable> AwsCredentialsIdentity resolve(P provider) {
        try (provider) {
            return provider.resolveCredentials();
        }
    }

    private record Link(String name, Place place) {}

    private interface Place {
        /** @return null where this place was not asked for */
        @Nullable
        AwsCredentialsIdentity find();
    }
}
