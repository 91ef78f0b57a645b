package dev.tracegate.cli;

import dev.tracegate.files.PrivateFile;
import dev.tracegate.http.BlockingHttp;
import dev.tracegate.text.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Duration;
import java.util.Map;

/**
 * Asks the gateway on this machine whether it is live or ready. The launcher does the same without a JVM, at a fraction of the cost; this class is for
 * images that start the JVM without the launcher. Blocks, with a time limit.
 */
public final class HealthCommand {
    /** Of connecting and of each read. */
    static final Duration LIMIT = Duration.ofSeconds(2);
    /** Maximum bytes that are read of a response. */
    static final int MAX_BYTES = 1_000;
    private static final BlockingHttp HTTP = new BlockingHttp(LIMIT, LIMIT, MAX_BYTES);

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
        var reply = HTTP.call("GET", URI.create("http://" + address + path), Map.of());
        return reply.status() == 200
                ? new Verdict(true, "")
                : unhealthy((reply.status() + " " + reply.body().strip().replaceAll("\\s+", " ")).strip());
    }

    private static Verdict unhealthy(String reason) {
        return new Verdict(false, "unhealthy: " + reason);
    }
}
