package dev.tracegate.aws.credentials;

import dev.tracegate.aws.http.JsonBody;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * The {@code credential_process} of a profile: a command that prints credentials as JSON. A shell runs it, as in the X-Ray daemon's SDK.
 */
record CredentialProcess(String profile, String command, Duration limit) {
    /** As in the daemon's SDK. */
    private static final Duration LIMIT = Duration.ofMinutes(1);
    /** Bytes. Keys and a session token take 2 kB; the SDK for Java has the same limit. */
    static final int MAX_OUTPUT_BYTES = 64_000;

    CredentialProcess(String profile, String command) {
        this(profile, command, LIMIT);
    }

    /**
     * Runs the command; blocks for up to the limit. No error message contains what the command printed, because it may be secret.
     *
     * @throws IllegalStateException if the command fails, takes too long, or prints anything but credentials
     */
    AwsCredentialsIdentity run() {
        try {
            var process = new ProcessBuilder(List.of("sh", "-c", command))
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                return identity(output(process));
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new IllegalStateException(problem("cannot be run: " + e.getMessage()), e);
        }
    }

    private byte[] output(Process process) {
        // a child of the command may keep the pipe open, so the read needs the limit too
        var output = CompletableFuture.supplyAsync(() -> read(process), reader -> Thread.ofPlatform()
                .daemon()
                .name("credential-process")
                .start(reader));
        try {
            var bytes = output.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (bytes.length > MAX_OUTPUT_BYTES) {
                throw new IllegalStateException(problem("printed more than " + MAX_OUTPUT_BYTES + " bytes"));
            }
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TimeoutException();
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException(problem("ended with exit code " + process.exitValue()));
            }
            return bytes;
        } catch (TimeoutException e) {
            throw new IllegalStateException(problem("did not end within " + limit.toSeconds() + " s"), e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(problem("could not be read: " + e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(problem("was interrupted"), e);
        }
    }

    private static byte[] read(Process process) {
        try (var in = process.getInputStream()) {
            return in.readNBytes(MAX_OUTPUT_BYTES + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private AwsCredentialsIdentity identity(byte[] output) {
        var json = JsonBody.orEmpty(Buffer.buffer(output));
        if (!Integer.valueOf(1).equals(json.getValue("Version"))) {
            throw new IllegalStateException(problem("did not print JSON with \"Version\": 1"));
        }
        var token = text(json, "SessionToken");
        var id = text(json, "AccessKeyId");
        var secret = text(json, "SecretAccessKey");
        if (id.isEmpty() || secret.isEmpty()) {
            throw new IllegalStateException(problem("printed no AccessKeyId or SecretAccessKey"));
        }
        // AWS issues no temporary keys without a token, so these do not expire
        if (token.isEmpty()) {
            return AwsCredentialsIdentity.create(id, secret);
        }
        return AwsSessionCredentials.builder()
                .accessKeyId(id)
                .secretAccessKey(secret)
                .sessionToken(token)
                .expirationTime(expiry(text(json, "Expiration")))
                .build();
    }

    private @Nullable Instant expiry(String text) {
        try {
            return text.isEmpty() ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalStateException(problem("printed an Expiration that is not an ISO 8601 time"), e);
        }
    }

    private static String text(JsonObject json, String key) {
        return json.getValue(key) instanceof String text ? text : "";
    }

    private String problem(String what) {
        return "profile " + profile + ": its credential_process " + what;
    }
}
