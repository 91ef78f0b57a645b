package dev.tracegate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tracegate.files.NamedFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Asks the gateway on this machine which tenant a sender belongs to. Sends the token only to a loopback address from a runtime file of this user. Blocks,
 * with a time limit.
 */
public final class ExplainCommand {
    /** Maximum bytes that are read of a response. */
    private static final int MAX_BYTES = 64 * 1024;
    /** Maximum bytes of the token file: the maximum size of a header of the admin API. */
    private static final int MAX_TOKEN_BYTES = 8 * 1024;

    private ExplainCommand() {}

    /**
     * The result.
     *
     * @param found whether the gateway answered; if not, {@code text} is the error
     * @param text the output, including newlines
     */
    public record Answer(boolean found, String text) {}

    public static Answer ask(Invocation.Explain question) {
        try {
            var tokenFile = question.tokenFile();
            if (tokenFile != null && !HealthCommand.hasFile(question.admin())) {
                return refused("no runtime file of this user has the gateway's address (expected "
                        + question.admin().runtimeFile()
                        + "), and the token is sent to no other address: run this as the gateway's user, or set TRACEGATE_RUNTIME_DIR");
            }
            var url = "http://" + HealthCommand.address(question.admin()) + "/v1/explain?source="
                    + URLEncoder.encode(question.source(), UTF_8);
            var connection = (HttpURLConnection) URI.create(url).toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(HealthCommand.TIMEOUT_MILLIS);
            connection.setReadTimeout(HealthCommand.TIMEOUT_MILLIS);
            if (tokenFile != null) {
                connection.setRequestProperty("Authorization", "Bearer " + token(tokenFile));
            }
            int status = connection.getResponseCode();
            return new Answer(status == 200, text(connection, status));
        } catch (FileSystemException unusable) {
            return refused(String.valueOf(unusable.getMessage()));
        } catch (IOException | IllegalArgumentException failure) {
            return refused("no gateway answers: " + failure);
        }
    }

    private static Answer refused(String reason) {
        return new Answer(false, "explain: " + reason + "\n");
    }

    private static String token(Path file) throws IOException {
        return new String(NamedFile.read(file, MAX_TOKEN_BYTES), UTF_8).strip();
    }

    private static String text(HttpURLConnection connection, int status) throws IOException {
        try (var body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return read(body);
        }
    }

    private static String read(@Nullable InputStream body) throws IOException {
        return body == null ? "" : new String(body.readNBytes(MAX_BYTES), UTF_8);
    }
}
