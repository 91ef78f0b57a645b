package dev.tracegate.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.tracegate.interop.Command;
import dev.tracegate.interop.Load;
import dev.tracegate.interop.Ports;
import dev.tracegate.interop.Running;
import dev.tracegate.interop.Workplace;
import dev.tracegate.testkit.FakeXRay;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An attacker with access to the ports cannot end the process, lose segments of others, block the health check or exceed the memory that
 * docs/configuration.md states.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class HostileCallersIT {
    private static final String LAUNCHER = Workplace.DISTRIBUTION.resolve("bin/tracegate").toString();
    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private static final int PER_SECOND = 1_000;
    /** The minimum number of segments, two seconds of load. */
    private static final int LEAST_SENT = 2 * PER_SECOND;
    private static final int HEALTH_CHECKS = 3;
    private static final int ECS_RETRIES = 3;
    private static final Duration ECS_INTERVAL = Duration.ofSeconds(5);

    private final FakeXRay xray = FakeXRay.start();
    private final int port = Ports.free();
    private final int admin = Ports.free();

    @AfterEach
    void close() {
        xray.close();
    }

    /** The bases are those of config.Footprint; megabytes. */
    @ParameterizedTest
    @CsvSource({"sidecar,8,116,20_unfinished_bodies", "host,16,176,110_unfinished_bodies",
            "sidecar,8,116,24_unfinished_small_bodies", "host,16,176,513_slow_bodies", "sidecar,8,116,513_slow_bodies",
            "sidecar,8,116,4000_idle", "host,16,176,4000_idle", "sidecar,8,116,5000_unfinished_heads",
            "host,16,176,5000_unfinished_heads", "sidecar,8,116,1000_admin_keep_alive",
            "host,16,176,500_admin_half_open", "sidecar,8,116,200_scrapes_not_read",
            "embedded,8,176,four_20_mb_bodies", "embedded,8,176,four_8_mb_bodies"})
    void the_gateway_keeps_working_during(String profile, int buffer, int base, String name) throws Exception {
        var attack = Attack.of(name);
        Assumptions.assumeTrue(openFiles() > attack.connections() + 500L,
                "this process may open too few files (ulimit -n) for " + name);
        try (var gateway = start(profile, buffer, name)) {
            long sent;
            try (var load = Load.start(port, PER_SECOND);
                    var attacker = Attacker.start(attack, attack.admin() ? admin : port)) {
                assertThat(attacker.awaitFirstRound(Duration.ofSeconds(30))).as("the attack ran").isTrue();
                for (int check = 0; check < HEALTH_CHECKS; check++) {
                    assertHealthy(gateway);
                }
                await("enough is sent during the attack").atMost(Duration.ofSeconds(30))
                        .until(() -> load.sent() >= LEAST_SENT);
                sent = load.end();
            }
            await(name + ": all " + sent + " segments are delivered").atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(value("tracegate_delivered_segments_total")).isEqualTo(sent));
            if (!profile.equals("embedded")) {
                assertThat(xray.documents()).as("documents received by X-Ray").hasSize((int) sent);
            }
            assertThat(value("tracegate_books_imbalance_segments")).isZero();
            assertThat(peakKilobytes(gateway)).as("peak memory in kB")
                    .isLessThanOrEqualTo((base * 4L + buffer * 5L) * 256);
            System.out.printf("| %s | %s | %d | %d delivered, peak %d MB |%n", name, profile, buffer, sent,
                    peakKilobytes(gateway) / 1024);
        }
    }

    private Running start(String profile, int buffer, String name) {
        var address = "127.0.0.1:" + port;
        var sink = profile.equals("embedded") ? "embedded" : "aws";
        return Command
                .of(List.of(LAUNCHER, "-o", "-n", "us-east-1", "-b", address, "-t", address, "--admin",
                        "127.0.0.1:" + admin, "--sink", sink, "--profile", profile, "-m", String.valueOf(buffer)))
                .with(Map.of("AWS_ENDPOINT_URL_XRAY", xray.url(), "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                        "AWS_SECRET_ACCESS_KEY", "secret", "TRACEGATE_DRAIN_DEADLINE", "2s", "TRACEGATE_DRAIN_QUIET",
                        "0s"))
                .start("gateway-hostile-" + profile + "-" + name)
                .awaitReady(() -> get("/health/ready").startsWith("{\"status\":\"ready\""));
    }

    /** As ECS asks: by the launcher. Three checks in a row must fail before a container counts as unhealthy; ECS makes one every 5 s at most. */
    private void assertHealthy(Running gateway) {
        await("one of three checks").pollDelay(Duration.ZERO)
                .pollInterval(ECS_INTERVAL)
                .atMost(ECS_INTERVAL.multipliedBy(ECS_RETRIES))
                .untilAsserted(() -> {
                    var health = health();
                    assertThat(health.exit()).as("%s; the gateway printed: %s", health, gateway.log()).isZero();
                });
    }

    private Command.Finished health() throws IOException {
        return Command.of(LAUNCHER, "health")
                .with("TRACEGATE_LISTEN_ADMIN", "127.0.0.1:" + admin)
                .run(Duration.ofSeconds(20));
    }

    private static long openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : 0;
    }

    private static long peakKilobytes(Running gateway) throws IOException {
        var peak = Pattern.compile("VmHWM:\\s+(\\d+) kB")
                .matcher(Files.readString(Path.of("/proc/" + gateway.pid() + "/status")));
        assertThat(peak.find()).isTrue();
        return Long.parseLong(peak.group(1));
    }

    /** The sum of a counter's samples. */
    private long value(String counter) throws Exception {
        return get("/metrics").lines()
                .filter(line -> line.startsWith(counter))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private String get(String path) throws Exception {
        var uri = URI.create("http://127.0.0.1:" + admin + path);
        return HTTP
                .send(HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString())
                .body();
    }
}
