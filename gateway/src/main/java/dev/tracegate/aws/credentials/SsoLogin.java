package dev.tracegate.aws.credentials;

import dev.tracegate.aws.http.JsonBody;
import dev.tracegate.aws.http.SdkCalls;
import dev.tracegate.files.NamedFile;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.services.sso.SsoClient;
import software.amazon.awssdk.services.sso.model.GetRoleCredentialsRequest;
import software.amazon.awssdk.services.sso.model.UnauthorizedException;
import software.amazon.awssdk.services.ssooidc.SsoOidcClient;
import software.amazon.awssdk.services.ssooidc.model.CreateTokenRequest;

/**
 * A profile of IAM Identity Center (SSO): exchanges the token that {@code aws sso login} stored in its cache for a role's keys. An expired
 * token is renewed if the login allows it; the new one is not written back, since the folder is often mounted read-only.
 *
 * @param cacheKey names the cache file: the sso-session, or the start URL of a profile without one
 * @param calls to the SSO Region
 */
record SsoLogin(String profile, String cacheKey, String account, String role, SdkCalls calls, InstantSource clock) {
    /** Bytes. A token with its client's registration takes 5 kB. */
    static final int MAX_TOKEN_FILE_BYTES = 64 * 1024;

    static SsoLogin of(ProfileFile files, String profile, Map<String, String> lines, SdkCalls calls,
            InstantSource clock) {
        var session = lines.get("sso_session");
        var section = session == null ? lines
                : files.getSection("sso-session", session)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "profile " + profile + ": there is no [sso-session " + session + "]"))
                        .properties();
        var startUrl = require(profile, section, "sso_start_url");
        return new SsoLogin(profile, session == null ? startUrl : session, require(profile, lines, "sso_account_id"),
                require(profile, lines, "sso_role_name"), calls.in(require(profile, section, "sso_region")), clock);
    }

    /**
     * Fetches the role's keys. Blocks.
     *
     * @throws IllegalStateException if there is no valid token; the message names the command to run
     */
    AwsCredentialsIdentity fetch() {
        var token = token();
        try (var client = calls.prepare(SsoClient.builder(), "SSO")
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .build()) {
            var answer = client.getRoleCredentials(GetRoleCredentialsRequest.builder()
                    .accountId(account)
                    .roleName(role)
                    .accessToken(token)
                    .build()).roleCredentials();
            return AwsSessionCredentials.builder()
                    .accessKeyId(answer.accessKeyId())
                    .secretAccessKey(answer.secretAccessKey())
                    .sessionToken(answer.sessionToken())
                    .expirationTime(Instant.ofEpochMilli(answer.expiration()))
                    .build();
        } catch (UnauthorizedException e) {
            throw new IllegalStateException(problem("the SSO login has expired"), e);
        }
    }

    private String token() {
        var file = cacheFile();
        var cached = read(file);
        if (!(cached.getValue("accessToken") instanceof String token)) {
            throw new IllegalStateException(problem("there is no SSO token in " + file));
        }
        var expiry = expiry(cached.getString("expiresAt"));
        return expiry != null && clock.instant().isBefore(expiry) ? token : renewed(cached);
    }

    private String renewed(JsonObject cached) {
        if (!cached.containsKey("refreshToken") || !cached.containsKey("clientId")) {
            throw new IllegalStateException(problem("the SSO token expired at " + cached.getValue("expiresAt")));
        }
        try (var client = calls.prepare(SsoOidcClient.builder(), "SSO_OIDC")
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .build()) {
            return client.createToken(CreateTokenRequest.builder()
                    .grantType("refresh_token")
                    .clientId(cached.getString("clientId"))
                    .clientSecret(cached.getString("clientSecret"))
                    .refreshToken(cached.getString("refreshToken"))
                    .build()).accessToken();
        } catch (SdkServiceException e) {
            throw new IllegalStateException(problem("the SSO token could not be renewed"), e);
        }
    }

    private Path cacheFile() {
        try {
            var hash = MessageDigest.getInstance("SHA-1").digest(cacheKey.getBytes(StandardCharsets.UTF_8));
            return Profiles.folder(calls.env()).resolve("sso/cache").resolve(HexFormat.of().formatHex(hash) + ".json");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonObject read(Path file) {
        try {
            return JsonBody.orEmpty(Buffer.buffer(NamedFile.read(file, MAX_TOKEN_FILE_BYTES)));
        } catch (IOException e) {
            throw new IllegalStateException(
                    problem("the SSO token " + file + " cannot be read: " + NamedFile.problem(e)), e);
        }
    }

    /** Null if the time cannot be read. Old versions of the AWS CLI wrote {@code UTC} in place of {@code Z}. */
    private static @Nullable Instant expiry(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text.replace("UTC", "Z"));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static String require(String profile, Map<String, String> lines, String key) {
        var value = lines.get(key);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("profile " + profile + ": " + key + " is missing");
        }
        return value.strip();
    }

    private String problem(String what) {
        return "profile " + profile + ": " + what + "; run `aws sso login --profile " + profile + "`";
    }
}
