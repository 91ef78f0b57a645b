package dev.tracegate.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tracegate.config.Settings.HostPort;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;

/**
 * Asks the gateway that runs on this machine how it is. The launcher does the same without a JVM, for a fraction of the cost; this is for
 * where the program is started without it.
 */
public final class HealthCheck {
    static final int PATIENCE_MILLIS = 2_000;
    private static final int MOST_BYTES = 1_000;

    private HealthCheck() {}

    /**
     * The answer.
     *
     * @param reason one line; empty where all is well
     */
    public record Verdict(boolean healthy, String reason) {}

    public static Verdict ask(Invocation.Health question) {
        try {
            return ask(address(question), question.ready() ? "/health/ready" : "/health/live");
        } catch (IOException | IllegalArgumentException failure) {
            return unhealthy(failure.getMessage() + " (" + question.runtimeFile() + ")");
        }
    }

    static HostPort address(Invocation.Health question) throws IOException {
        if (Files.notExists(question.runtimeFile())) {
            return question.configured();
        }
        var words = Files.readString(question.runtimeFile()).strip().split(" ", -1);
        if (words.length != 3) {
            throw new IOException("not a runtime file");
        }
        return new HostPort(words[0], Integer.parseInt(words[1]));
    }

    private static Verdict ask(HostPort address, String path) throws IOException {
        var connection = (HttpURLConnection) URI.create("http://" + address + path)
                .toURL()
                .openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        return connection.getResponseCode() == 200 ? new Verdict(true, "") : unhealthy(answer(connection));
    }

    private static String answer(HttpURLConnection connection) throws IOException {
        try (var body = connection.getErrorStream()) {
            var text = body == null ? "" : new String(body.readNBytes(MOST_BYTES), UTF_8);
            return (connection.getResponseCode() + " " + text.strip().replaceAll("\\s+", " ")).strip();
        }
    }

    private static Verdict unhealthy(String reason) {
        return new Verdict(false, "unhealthy: " + reason);
    }
}
