package dev.tracegate.tenancy;

import dev.tracegate.interop.Command;
import dev.tracegate.interop.Ports;
import dev.tracegate.interop.Running;
import dev.tracegate.interop.Workplace;
import dev.tracegate.testkit.FakeSts;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The gateway of the distribution in profile host with many tenants, each with its own address, role and limit. */
final class CrowdedGateway implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private static final String TOKEN = "token of the test, long enough";
    /** The number of tenants that share an account and its quota. */
    private static final int PER_ACCOUNT = 10;

    final int port = Ports.free();
    final FakeSts sts;
    final CountingXRay xray;
    private final Vertx vertx = Vertx.vertx();
    private final int admin = Ports.free();
    private final Path folder;
    private final Running process;

    /**
     * @param tenants number of tenants
     * @param limit limit of each tenant, in segments per second
     */
    CrowdedGateway(Path folder, int tenants, int limit) throws IOException {
        this(folder, tenants, limit, Map.of());
    }

    /** @param more environment variables */
    CrowdedGateway(Path folder, int tenants, int limit, Map<String, String> more) throws IOException {
        this.sts = FakeSts.start(vertx, Instant.parse("2126-01-01T00:00:00Z"));
        this.xray = new CountingXRay(vertx);
        this.folder = folder;
        var file = write(IntStream.range(0, tenants), limit, "");
        var address = "127.0.0.1:" + port;
        this.process = Command
                .of(List.of("env", "--default-signal=HUP",
                        Workplace.DISTRIBUTION.resolve("bin/tracegate").toString(), "-b", address, "-t", address,
                        "--admin", "127.0.0.1:" + admin, "--profile", "host", "-n", "eu-west-1", "-o", "-m", "64"))
                .with(Map.of("AWS_ACCESS_KEY_ID", "AKIAOWN", "AWS_SECRET_ACCESS_KEY", "own-secret",
                        "AWS_ENDPOINT_URL_STS", sts.url(), "TRACEGATE_AWS_ENDPOINT", xray.url(),
                        "TRACEGATE_RUNTIME_DIR", folder.toString(), "TRACEGATE_CONFIG", file.toString(),
                        "TRACEGATE_LISTEN_ADMIN_TOKEN_FILE",
                        Files.writeString(folder.resolve("token"), TOKEN).toString(), "TRACEGATE_DRAIN_QUIET", "100ms",
                        "TRACEGATE_LOGGING_BATCH_LINES", "false", "TRACEGATE_IDENTITY_SOURCES", "none"))
                .with(more)
                .start("crowded-" + tenants)
                .awaitReady(() -> get("/health/live").statusCode() == 200);
    }

    /**
     * Writes the settings file.
     *
     * @param tenants their numbers
     * @param limit limit of each tenant, in segments per second
     * @param more lines behind the tenants
     */
    Path write(IntStream tenants, int limit, String more) throws IOException {
        var yaml = new StringBuilder("tenants:\n");
        tenants.forEach(number -> {
            var role = "arn:aws:iam::1000000%05d:role/xray/%s".formatted(number / PER_ACCOUNT, Crowd.name(number));
            sts.role(role, new FakeSts.Role(null, null, null));
            yaml.append("  - id: ")
                    .append(Crowd.name(number))
                    .append("\n    sources: [")
                    .append(Crowd.address(number))
                    .append("/32]")
                    .append("\n    roleArn: ")
                    .append(role)
                    .append("\n    sessionTags: false\n    sourceIdentity: false")
                    .append("\n    limits: {segmentsPerSecond: ")
                    .append(limit)
                    .append("}\n");
        });
        return Files.writeString(folder.resolve("tracegate.yaml"), yaml + more);
    }

    /** Makes the gateway read the settings file again. */
    void reload() throws IOException {
        Command.of("kill", "-HUP", String.valueOf(process.pid())).run(Duration.ofSeconds(5)).succeeded();
    }

    String log() {
        return process.log();
    }

    /** One tenant's page of the books. */
    JsonObject books(int number) {
        return allBooks().getJsonObject(Crowd.name(number), new JsonObject());
    }

    JsonObject allBooks() {
        return new JsonObject(get("/v1/books").body()).getJsonObject("tenants");
    }

    /** Datagrams that the kernel dropped because the socket buffer was full. */
    long kernelDropped() {
        return metric("tracegate_kernel_dropped_datagrams_total");
    }

    /** Also those that have been read from there and are not deleted yet. */
    long batchesOnDisk() {
        return metric("tracegate_spool_batches");
    }

    private long metric(String name) {
        var metric = Pattern.compile("(?m)^" + name + "(?:\\{[^}]*})? (\\S+)$").matcher(get("/metrics").body());
        return metric.find() ? (long) Double.parseDouble(metric.group(1)) : 0;
    }

    /** The CPU time of all its threads since the start. */
    Duration cpu() {
        return ProcessHandle.of(process.pid())
                .flatMap(handle -> handle.info().totalCpuDuration())
                .orElseThrow();
    }

    /** The peak resident memory in MB, from the kernel. */
    long peakRssMb() throws IOException {
        var peak = Pattern.compile("VmHWM:\\s+(\\d+) kB")
                .matcher(Files.readString(Path.of("/proc", String.valueOf(process.pid()), "status")));
        return peak.find() ? Long.parseLong(peak.group(1)) / 1024 : 0;
    }

    private java.net.http.HttpResponse<String> get(String path) {
        try {
            return HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + admin + path))
                    .header("Authorization", "Bearer " + TOKEN)
                    .timeout(Duration.ofSeconds(10))
                    .build(), BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new IllegalStateException("the gateway does not answer: " + failure, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        try {
            process.close();
        } finally {
            xray.close();
            sts.close();
            vertx.close().await();
        }
    }
}
