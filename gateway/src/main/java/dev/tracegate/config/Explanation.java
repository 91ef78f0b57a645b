package dev.tracegate.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/** Asks the gateway that runs on this machine whose a sender is. */
public final class Explanation {
    private static final int MOST_BYTES = 64 * 1024;

    private Explanation() {}

    /**
     * The answer.
     *
     * @param found whether the gateway answered; else the text says what went wrong
     * @param text with its newlines
     */
    public record Answer(boolean found, String text) {}

    public static Answer ask(Invocation.Explain question) {
        try {
            var url = "http://" + HealthCheck.address(question.admin()) + "/v1/explain?source="
                    + URLEncoder.encode(question.source(), UTF_8);
            var connection = (HttpURLConnection) URI.create(url).toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(HealthCheck.PATIENCE_MILLIS);
            connection.setReadTimeout(HealthCheck.PATIENCE_MILLIS);
            var tokenFile = question.tokenFile();
            if (tokenFile != null) {
                connection.setRequestProperty("Authorization", "Bearer " + Files.readString(tokenFile).strip());
            }
            int status = connection.getResponseCode();
            return new Answer(status == 200, text(connection, status));
        } catch (IOException | IllegalArgumentException failure) {
            return new Answer(false, "explain: no gateway answers: " + failure + "\n");
        }
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
