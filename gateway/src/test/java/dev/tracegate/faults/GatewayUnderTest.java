package dev.tracegate.faults;

import dev.tracegate.interop.Command;
import dev.tracegate.interop.Ports;
import dev.tracegate.interop.Running;
import dev.tracegate.interop.Workplace;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** The gateway of the distribution as a process in profile host, with its books, metrics and log. */
final class GatewayUnderTest implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private static final String TOKEN = "token of the test";

    private final String name;
    private final int port = Ports.free();
    private final int admin = Ports.free();
    private final Path folder;
    private final int bufferMib;
    private final Map<String, String> environment;
    private Running process;
    private int starts;
    private Reading runsBefore = Reading.NOTHING;
    private long droppedBefore;
    private long peakRssBefore;

    private GatewayUnderTest(String name, Path folder, int bufferMib, Map<String, String> environment)
            throws IOException {
        this.name = name;
        this.folder = Files.createDirectories(folder.resolve(name));
        this.bufferMib = bufferMib;
        this.environment = environment;
        Files.writeString(tokenFile(), TOKEN + "\n");
        this.process = run();
    }

    /** Starts a gateway and waits until it is ready. */
    static GatewayUnderTest start(String name, Path folder, int bufferMib, Map<String, String> environment)
            throws IOException {
        return new GatewayUnderTest(name, folder, bufferMib, environment);
    }

    int port() {
        return port;
    }

    /**
     * Kills it with SIGKILL and starts another one with the same settings. No datagram may be in flight to it.
     *
     * @param carriedOn selects the counts of the old books that are added to the new ones
     */
    void killAndRestart(UnaryOperator<Reading> carriedOn) {
        runsBefore = carriedOn.apply(books());
        droppedBefore = kernelDropped();
        peakRssBefore = peakRssKib();
        process.kill();
        process = run();
    }

    /** Kills it with SIGKILL at any time. */
    void kill() {
        process.kill();
    }

    /** Starts another process with the same settings and waits until it is live. */
    void restart() {
        process = run();
    }

    /** The books of all its processes together. */
    Reading books() {
        return runsBefore.plus(booksOfThisRun());
    }

    /** Datagrams that the kernel dropped because the socket buffer was full. */
    long kernelDropped() {
        return droppedBefore + metric("tracegate_kernel_dropped_datagrams_total");
    }

    /** The books of the current process. */
    Reading booksOfThisRun() {
        return Reading.of(ask("/v1/books"));
    }

    /** The segment ids and codes of the newest dead letters of the current process. */
    Map<Long, String> deadLetters() {
        var letters = new HashMap<Long, String>();
        for (var each : ask("/v1/dead-letters?limit=1000").getJsonArray("deadLetters")) {
            var letter = (JsonObject) each;
            letters.put(Long.parseUnsignedLong(letter.getString("segmentId"), 16), letter.getString("code"));
        }
        return letters;
    }

    private JsonObject ask(String path) {
        var answer = get(HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + TOKEN));
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("GET " + path + " answered " + answer.statusCode() + " " + answer.body());
        }
        return new JsonObject(answer.body());
    }

    /** The sum of a metric over its tags, 0 if it is absent. */
    long metric(String meter) {
        var values = Pattern.compile("(?m)^" + meter + "(?:\\{[^}]*})? (\\S+)$").matcher(metrics());
        double sum = 0;
        while (values.find()) {
            sum += Double.parseDouble(values.group(1));
        }
        return (long) sum;
    }

    /** The peak resident memory since the start in KiB, from the kernel. */
    long peakRssKib() {
        try {
            var status = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "status"));
            var peak = Pattern.compile("VmHWM:\\s+(\\d+) kB").matcher(status);
            return Math.max(peakRssBefore, peak.find() ? Long.parseLong(peak.group(1)) : 0);
        } catch (IOException notLinux) {
            return 0;
        }
    }

    String log() {
        return process.log();
    }

    /** Sends SIGTERM and expects exit code 0. */
    @Override
    public void close() {
        process.close();
    }

    private Running run() {
        var address = "127.0.0.1:" + port;
        var command = List.of(Workplace.DISTRIBUTION.resolve("bin/tracegate").toString(), "-o", "-n", "us-east-1",
                "-b", address, "-t", address, "--admin", "127.0.0.1:" + admin, "--profile", "host", "-m",
                String.valueOf(bufferMib));
        return Command.of(command)
                .with(Map.of("TRACEGATE_LISTEN_ADMIN_TOKEN_FILE", tokenFile().toString(), "TRACEGATE_RUNTIME_DIR",
                        folder.toString(), "TRACEGATE_LOGGING_BATCH_LINES", "false"))
                .with(environment)
                .start("faults-" + name + "-" + ++starts)
                .awaitReady(() -> get(HttpRequest.newBuilder(uri("/health/live"))).statusCode() == 200);
    }

    private Path tokenFile() {
        return folder.resolve("token");
    }

    private String metrics() {
        return get(HttpRequest.newBuilder(uri("/metrics"))).body();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + admin + path);
    }

    private static HttpResponse<String> get(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new IllegalStateException("the gateway does not answer: " + failure, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
