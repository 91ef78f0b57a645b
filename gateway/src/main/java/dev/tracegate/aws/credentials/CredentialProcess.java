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

/** The credential_process of a profile: a command that prints credentials as JSON. Run by a shell, as the X-Ray daemon's SDK does. */
record CredentialProcess(String profile, String command, Duration limit) {
    /** As the daemon's SDK. */
    private static final Duration LIMIT = Duration.ofMinutes(1);
    /** Keys and a session token take 2 kB. The SDK for Java has the same bound. */
    static final int MAX_OUTPUT_BYTES = 64_000;

    CredentialProcess(String profile, String command) {
        this(profile, command, LIMIT);
    }

    /** Blocks for up to the limit. What the command prints is never repeated: it may be secret. */
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
        // the pipe may stay open in a child of the command, so that reading has the limit too
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
            throw new IllegalStateException(problem("was not done within " + limit.toSeconds() + " s"), e);
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
        // AWS gives no temporary keys without a token: these have no end
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
            throw new IllegalStateException(problem("printed an Expiration that is no ISO 8601 time"), e);
        }
    }

    private static String text(JsonObject json, String key) {
        return json.getValue(key) instanceof String text ? text : "";
    }

    private String problem(String what) {
        return "profile " + profile + ": its credential_process " + what;
    }
}
