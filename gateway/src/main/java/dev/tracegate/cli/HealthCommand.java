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
 * Asks the gateway on this machine whether it is live or ready. The launcher does the same without a JVM, at a fraction of the cost; this class is for
 * images that start the JVM without the launcher. Blocks, with a time limit.
 */
public final class HealthCommand {
    /** Time limit of connecting and of each read. */
    static final int TIMEOUT_MILLIS = 2_000;
    /** Maximum bytes that are read of a response. */
    private static final int MAX_BYTES = 1_000;

    private HealthCommand() {}

    /**
     * The result.
     *
     * @param reason one line; empty if healthy
     */
    public record Verdict(boolean healthy, String reason) {}

    public static Verdict ask(Invocation.Health question) {
        try {
            return ask(address(question), question.ready() ? "/health/ready" : "/health/live");
        } catch (IOException | IllegalArgumentException failure) {
            return unhealthy(failure.getMessage() + " (" + question.runtimeFile() + ")");
        }
    }

    /** The address in the runtime file; the configured one if there is no file, as on a read-only file system. */
    static HostPort address(Invocation.Health question) throws IOException {
        return hasFile(question) ? written(question) : question.configured();
    }

    static boolean hasFile(Invocation.Health question) {
        return Files.exists(question.runtimeFile(), LinkOption.NOFOLLOW_LINKS);
    }

    /** The address in the runtime file. The file must be private to this user, and the address a loopback address. */
    static HostPort written(Invocation.Health question) throws IOException {
        var fields = new PrivateFile(question.runtimeFile()).read().strip().split(" ", -1);
        if (fields.length != 3 || !isLoopback(fields[0])) {
            throw new IOException("not a runtime file");
        }
        return new HostPort(fields[0], Integer.parseInt(fields[1]));
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
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        return connection.getResponseCode() == 200 ? new Verdict(true, "") : unhealthy(answer(connection));
    }

    private static String answer(HttpURLConnection connection) throws IOException {
        try (var body = connection.getErrorStream()) {
            var text = body == null ? "" : new String(body.readNBytes(MAX_BYTES), UTF_8);
            return (connection.getResponseCode() + " " + text.strip().replaceAll("\\s+", " ")).strip();
        }
    }

    private static Verdict unhealthy(String reason) {
        return new Verdict(false, "unhealthy: " + reason);
    }
}
