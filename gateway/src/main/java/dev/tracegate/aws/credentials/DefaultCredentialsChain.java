package dev.tracegate.aws.credentials;

import dev.tracegate.aws.http.NoCredentialsException;
import dev.tracegate.aws.settings.AwsEnvironment;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * The process's own credentials, from the sources and in the order of the SDK's default chain: environment, web identity, profile,
 * container, instance metadata.
 *
 * <p>The chain is built here rather than taken from the SDK so that its calls to STS and SSO use the gateway's forward proxy, CA bundle and
 * Region, which the SDK's ready-made chain ignores. The container and instance providers never use a proxy.
 */
public record DefaultCredentialsChain(AwsEnvironment env, AmbientCredentials ambient, Sts sts,
        InstantSource clock) implements CredentialSource {
    // the X-Ray daemon's session name for an assumed role
    private static final String SESSION = "xray-daemon";

    public DefaultCredentialsChain(AwsEnvironment env, Sts sts, InstantSource clock) {
        this(env, new AmbientCredentials(env), sts, clock);
    }

    @Override
    public IssuedCredentials fetch() {
        var errors = new ArrayList<String>();
        for (var link : links()) {
            try {
                var found = link.source.find();
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
        return List.of(new Link("environment", ambient::fromEnvironment),
                new Link("web identity", this::fromWebIdentity),
                new Link("profile " + Profiles.name(env), this::fromProfile),
                new Link("container", ambient::fromContainer),
                new Link("instance metadata", ambient::fromInstance));
    }

    private @Nullable AwsCredentialsIdentity fromWebIdentity() {
        var file = env.get("AWS_WEB_IDENTITY_TOKEN_FILE");
        var role = env.get("AWS_ROLE_ARN");
        if (file == null || role == null) {
            return null;
        }
        var name = env.get("AWS_ROLE_SESSION_NAME");
        return new WebIdentity(sts).fetch(role, name == null ? SESSION : name,
                TokenFile.read("AWS_WEB_IDENTITY_TOKEN_FILE", Path.of(file)));
    }

    private @Nullable AwsCredentialsIdentity fromProfile() {
        var files = Profiles.files(env);
        var name = Profiles.name(env);
        if (files.profile(name).isEmpty() && env.get("AWS_PROFILE") == null) {
            return null;
        }
        return new ProfileCredentials(ambient, sts, clock).of(files, name);
    }

    private record Link(String name, Source source) {}

    private interface Source {
        /** @return null if this source is not configured */
        @Nullable
        AwsCredentialsIdentity find();
    }
}
