package dev.tracegate.aws.credentials;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/**
 * The credentials of an AWS profile. It supports every type of profile, in the order of the X-Ray daemon's SDK (aws-sdk-go-v2,
 * config/resolve_credentials.go): source_profile, keys, credential_source, web identity, SSO, credential_process, then the container's or
 * instance's credentials; if the profile names a role, that role is assumed with them. Calls use the gateway's transport. Blocks.
 */
record ProfileCredentials(AmbientCredentials ambient, Sts sts, InstantSource clock) {
    /** The daemon's session name, as for the gateway's own role. */
    private static final String SESSION = "xray-daemon";
    /** Every role allows one hour, and role chaining allows no more. */
    private static final Duration SESSION_LENGTH = Duration.ofHours(1);

    /**
     * The credentials of the profile.
     *
     * @return null if the profile has no settings for credentials
     * @throws IllegalArgumentException if the profile is missing or contradicts itself; the message names the key
     */
    @Nullable
    AwsCredentialsIdentity of(ProfileFile files, String name) {
        return of(files, name, new HashSet<>());
    }

    private @Nullable AwsCredentialsIdentity of(ProfileFile files, String name, Set<String> seen) {
        var found = files.profile(name);
        if (found.isEmpty()) {
            throw new IllegalArgumentException("profile " + name + " is in no AWS configuration or credentials file");
        }
        var profile = new ProfileSettings(name, found.get().properties());
        profile.check();
        if (!seen.add(name)) {
            return profile.chainEnd();
        }
        var web = profile.get("web_identity_token_file");
        if (web != null && !profile.hasEarlierSource()) {
            return new WebIdentity(sts).fetch(profile.require("role_arn"), session(profile),
                    TokenFile.read("profile " + name + ": web_identity_token_file", Path.of(web)));
        }
        var base = base(files, profile, seen);
        return profile.get("role_arn") == null ? base : role(profile, base);
    }

    private @Nullable AwsCredentialsIdentity base(ProfileFile files, ProfileSettings profile, Set<String> seen) {
        var source = profile.get("source_profile");
        if (source != null) {
            return of(files, source, seen);
        }
        var keys = profile.keys();
        if (keys != null) {
            return keys;
        }
        var credentialSource = profile.get("credential_source");
        if (credentialSource != null) {
            return fromCredentialSource(profile.name, credentialSource);
        }
        if (profile.get("sso_account_id") != null || profile.get("sso_session") != null) {
            return SsoLogin.of(files, profile.name, profile.properties, sts.calls(), clock).fetch();
        }
        var command = profile.get("credential_process");
        return command == null ? null : new CredentialProcess(profile.name, command).run();
    }

    private @Nullable AwsCredentialsIdentity fromCredentialSource(String name, String credentialSource) {
        return switch (credentialSource) {
            case "Environment" -> ambient.fromEnvironment();
            case "EcsContainer" -> ambient.fromContainer();
            case "Ec2InstanceMetadata" -> ambient.fromInstance();
            default -> throw new IllegalArgumentException("profile " + name + ": credential_source must be Environment,"
                    + " Ec2InstanceMetadata or EcsContainer, was " + credentialSource);
        };
    }

    private AwsCredentialsIdentity role(ProfileSettings profile, @Nullable AwsCredentialsIdentity base) {
        if (profile.get("mfa_serial") != null) {
            throw new IllegalArgumentException("profile " + profile.name
                    + ": mfa_serial asks for a code, which the gateway cannot enter; use a profile without it");
        }
        var signer = base == null ? fromContainerOrInstance(profile.name) : base;
        try (var client = sts.signingWith(signer)) {
            var answer = client.assumeRole(AssumeRoleRequest.builder()
                    .roleArn(profile.get("role_arn"))
                    .roleSessionName(session(profile))
                    .externalId(profile.get("external_id"))
                    .durationSeconds(profile.seconds("duration_seconds", SESSION_LENGTH))
                    .build()).credentials();
            return Sts.identity(answer);
        }
    }

    private AwsCredentialsIdentity fromContainerOrInstance(String name) {
        var container = ambient.fromContainer();
        var found = container == null ? ambient.fromInstance() : container;
        if (found == null) {
            throw new IllegalArgumentException("profile " + name
                    + ": there are no credentials to assume role_arn with; name a source_profile or a credential_source");
        }
        return found;
    }

    private static String session(ProfileSettings profile) {
        var name = profile.get("role_session_name");
        return name == null ? SESSION : name;
    }

    /** The keys and values of one profile. */
    private record ProfileSettings(String name, Map<String, String> properties) {

        @Nullable
        String get(String key) {
            var value = properties.get(key);
            return value == null || value.isBlank() ? null : value.strip();
        }

        String require(String key) {
            var value = get(key);
            if (value == null) {
                throw new IllegalArgumentException("profile " + name + ": " + key + " is missing");
            }
            return value;
        }

        void check() {
            if (get("source_profile") != null && get("credential_source") != null) {
                throw new IllegalArgumentException(
                        "profile " + name + " has both source_profile and credential_source; keep one");
            }
            if (get("source_profile") != null || get("credential_source") != null
                    || get("web_identity_token_file") != null) {
                require("role_arn");
            }
        }

        boolean hasEarlierSource() {
            return get("source_profile") != null || keys() != null || get("credential_source") != null;
        }

        @Nullable
        AwsCredentialsIdentity keys() {
            var id = get("aws_access_key_id");
            var secret = get("aws_secret_access_key");
            if (id == null || secret == null) {
                return null;
            }
            var token = get("aws_session_token");
            return token == null ? AwsCredentialsIdentity.create(id, secret)
                    : AwsSessionCredentialsIdentity.create(id, secret, token);
        }

        /** The end of a source_profile chain: a profile may name itself as its source if it has keys. */
        AwsCredentialsIdentity chainEnd() {
            var keys = keys();
            if (keys == null) {
                throw new IllegalArgumentException(
                        "profile " + name + ": its source_profile refers back to this profile, which has no keys");
            }
            return keys;
        }

        int seconds(String key, Duration otherwise) {
            var text = get(key);
            try {
                return text == null ? (int) otherwise.toSeconds() : Integer.parseInt(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "profile " + name + ": " + key + " must be a number of seconds, was " + text, e);
            }
        }

        /** Shows no value: they include secrets. */
        @Override
        public String toString() {
            return "profile " + name;
        }
    }
}
