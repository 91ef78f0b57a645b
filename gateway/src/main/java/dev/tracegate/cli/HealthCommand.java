package dev.tracegate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tracegate.files.PrivateFile;
import dev.tracegate.text.HostPort;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;

/**
 * Asks the gateway that runs on this machine whether it is alive or ready. The launcher does the same without a JVM, for a fraction of the
 * cost; this class serves an image that starts the JVM without the launcher.
 */
public final class HealthCommand {
    static final int PATIENCE_MILLIS = 2_000;
    private static final int MOST_BYTES = 1_000;

    private HealthCommand() {}

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

    /** Without a runtime file, as on a read-only file system, the configured address. */
    static HostPort address(Invocation.Health question) throws IOException {
        return hasFile(question) ? written(question) : question.configured();
    }

    static boolean hasFile(Invocation.Health question) {
        return Files.exists(question.runtimeFile(), LinkOption.NOFOLLOW_LINKS);
    }

    /** The address in the runtime file: a loopback one, which only a trusted file names. */
    static HostPort written(Invocation.Health question) throws IOException {
        var words = new PrivateFile(question.runtimeFile()).read().strip().split(" ", -1);
        if (words.length != 3 || !isLoopback(words[0])) {
            throw new IOException("not a runtime file");
        }
        return new HostPort(words[0], Integer.parseInt(words[1]));
    }

    private static boolean isLoopback(String literal) {
        try {
            return InetAddress.ofLiteral(literal).isLoopbackAddress();
        } catch (IllegalArgumentException name) {
            return false;
        }
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
