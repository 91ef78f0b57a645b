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
 * Asks the gateway that runs on this machine which tenant a sender belongs to. The token is sent only to a loopback address that a runtime file
 * of this user names.
 */
public final class ExplainCommand {
    private static final int MOST_BYTES = 64 * 1024;
    /** A header of the admin API may have 8 KiB. */
    private static final int MOST_TOKEN_BYTES = 8 * 1024;

    private ExplainCommand() {}

    /**
     * The answer.
     *
     * @param found whether the gateway answered; if not, the text is the error
     * @param text with its newlines
     */
    public record Answer(boolean found, String text) {}

    public static Answer ask(Invocation.Explain question) {
        try {
            var tokenFile = question.tokenFile();
            if (tokenFile != null && !HealthCommand.hasFile(question.admin())) {
                return refused("no runtime file of yours names the gateway's address (looked for "
                        + question.admin().runtimeFile()
                        + "), and the token goes to no other: run this as the gateway's user, or set TRACEGATE_RUNTIME_DIR");
            }
            var url = "http://" + HealthCommand.address(question.admin()) + "/v1/explain?source="
                    + URLEncoder.encode(question.source(), UTF_8);
            var connection = (HttpURLConnection) URI.create(url).toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(HealthCommand.PATIENCE_MILLIS);
            connection.setReadTimeout(HealthCommand.PATIENCE_MILLIS);
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
        return new String(NamedFile.read(file, MOST_TOKEN_BYTES), UTF_8).strip();
    }

    private static String text(HttpURLConnection connection, int status) throws IOException {
        try (var body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return read(body);
        }
    }

    private static String read(@Nullable InputStream body) throws IOException {
        return body == null ? "" : new String(body.readNBytes(MOST_BYTES), UTF_8);
    }
}
