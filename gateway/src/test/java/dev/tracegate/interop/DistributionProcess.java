package dev.tracegate.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The gateway of the distribution with the embedded X-Ray, running as a process. */
public final class DistributionProcess implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final Running process;
    private final int port;

    private DistributionProcess(Running process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it on free ports and waits until it is ready. The name is that of its log file. */
    public static DistributionProcess start(String name) {
        return startOn(Ports.free(), Ports.free(), name);
    }

    /** Starts it on the given ports and waits until it is ready. */
    static DistributionProcess startOn(int port, int admin, String name) {
        String address = "127.0.0.1:" + port;
        String adminAddress = "127.0.0.1:" + admin;
        return start(List.of("-b", address, "-t", address, "--admin", adminAddress, "--sink", "embedded"), port, admin,
                name);
    }

    /** Starts it without flags, on the default ports, as in the README. */
    static DistributionProcess startWithDefaults(int port, int admin, String name) {
        return start(List.of(), port, admin, name);
    }

    private static DistributionProcess start(List<String> flags, int port, int admin, String name) {
        var launcher = Workplace.DISTRIBUTION.resolve("bin/tracegate");
        assertThat(launcher).as("the launcher, built by 'mvn package'").isExecutable();
        var command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(flags);
        var ready = URI.create("http://127.0.0.1:" + admin + "/health/ready");
        var process = Command.of(command).start("gateway-" + name).awaitReady(() -> status(ready) == 200);
        return new DistributionProcess(process, port);
    }

    /** The value of {@code AWS_XRAY_DAEMON_ADDRESS}, for UDP and TCP. */
    public String daemonAddress() {
        return "127.0.0.1:" + port;
    }

    /** The base URL of the embedded X-Ray's API. */
    public URI endpoint() {
        return URI.create("http://" + daemonAddress());
    }

    public String log() {
        return process.log();
    }

    /** Sends SIGTERM and expects exit code 0. */
    @Override
    public void close() {
        process.close();
    }

    private static int status(URI uri) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(2)).build();
        return HTTP.send(request, BodyHandlers.discarding()).statusCode();
    }
}
