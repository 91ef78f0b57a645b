package dev.tracegate.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The demo service of {@code ecs/my-ecs-app}, running on a free port. */
final class NodeApp implements AutoCloseable {
    private static final Path SOURCE = Workplace.ROOT.resolve("ecs/my-ecs-app");
    private static final Pattern LISTENS = Pattern.compile("listens on port (\\d+)");
    private static final Pattern TRACE = Pattern.compile("Root=([^;]+);Sampled=([01])");
    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final Running process;
    private final URI orders;

    private NodeApp(Running process) {
        this.process = process;
        this.orders = URI.create("http://127.0.0.1:" + port(process) + "/api/orders");
    }

    /** Copies the service and installs the packages of its lock file; skips the test if that fails. */
    static Path install() {
        Workplace.need("node", "node", "--version");
        Path folder = Workplace.folder("node");
        copyTo(folder);
        Workplace.need("npm or the packages of " + SOURCE.resolve("package-lock.json"), "npm", "ci", "--prefix",
                folder.toString(), "--no-audit", "--no-fund");
        return folder;
    }

    /** Copies the service without installed packages. */
    static void copyTo(Path folder) {
        copy(SOURCE.resolve("package.json"), folder);
        copy(SOURCE.resolve("package-lock.json"), folder);
        for (var source : new String[]{"server.js", "app.js", "orders.js"}) {
            copy(SOURCE.resolve("src").resolve(source), folder.resolve("src"));
        }
    }

    static NodeApp start(Path installed, DistributionProcess gateway, Map<String, String> settings) {
        var process = Command.of("node", "src/server.js")
                .in(installed)
                .with("AWS_XRAY_DAEMON_ADDRESS", gateway.daemonAddress())
                .with("PORT", "0")
                .with(settings)
                .start("my-ecs-app");
        return new NodeApp(process.awaitReady(() -> LISTENS.matcher(process.log()).find()));
    }

    /** Requests the orders. */
    Answer orders() {
        var request = HttpRequest.newBuilder(orders).timeout(Duration.ofSeconds(10)).build();
        try {
            var response = HTTP.send(request, BodyHandlers.ofString());
            var trace = response.headers().firstValue("X-Amzn-Trace-Id").orElse("");
            return answer(response.statusCode(), trace, response.body());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Sends SIGTERM and expects exit code 0. */
    @Override
    public void close() {
        process.close();
    }

    /** The response of the service and its trace id. */
    record Answer(int status, String traceId, boolean sampled, String body) {}

    private static Answer answer(int status, String trace, String body) {
        var header = TRACE.matcher(trace);
        assertThat(header.matches()).as("X-Amzn-Trace-Id: %s", trace).isTrue();
        return new Answer(status, header.group(1), header.group(2).equals("1"), body);
    }

    private static String port(Running process) {
        return LISTENS.matcher(process.log())
                .results()
                .map((MatchResult line) -> line.group(1))
                .findFirst()
                .orElseThrow();
    }

    private static void copy(Path file, Path folder) {
        try {
            Files.createDirectories(folder);
            Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
