package dev.tracegate.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.testkit.FakeXRay;
import dev.tracegate.testkit.SelfSigned;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The memory of the process while X-Ray hangs and the buffer is full stays within the limits of docs/configuration.md. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class MemoryIT {
    private static final String LAUNCHER = Workplace.DISTRIBUTION.resolve("bin/tracegate").toString();
    private static final long MIB = 1024 * 1024;
    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    /** Sent at once, so that the socket's buffer holds them. */
    private static final int BURST_BYTES = 160_000;
    /** Each byte of it is six in a request. */
    private static final String CONTROL = "\u0001";

    @TempDir
    private Path folder;

    private FakeXRay xray = FakeXRay.start();
    private Map<String, String> trust = Map.of();
    private final int port = Ports.free();
    private final int admin = Ports.free();

    @AfterEach
    void close() {
        xray.close();
    }

    /** The bases are those of config.Footprint; megabytes. */
    @ParameterizedTest
    @CsvSource({"sidecar,116,8,bad,false", "sidecar,116,32,bad,false", "sidecar,116,16,plain,false",
            "host,176,16,plain,true", "host,176,64,bad,true", "host,176,64,bad,false"})
    void memory_stays_within_the_base_plus_1_25_times_the_buffer(String profile, int base, int buffer, String kind,
            boolean spool) throws Exception {
        xray.behave(FakeXRay.hang());
        var flags = List.of("--profile", profile, "-m", String.valueOf(buffer));
        try (var gateway = Command.of(words(flags))
                .with(environment())
                .with(trust)
                .with(spool(spool))
                .start("gateway-memory-" + profile + buffer + kind)) {
            gateway.awaitReady(() -> status("/health/ready") == 200);

            overfill(gateway, kind, buffer * MIB);

            assertThat(peakKilobytes(gateway)).as("peak memory in kB")
                    .isLessThanOrEqualTo((base * 4L + buffer * 5L) * 256);
        }
    }

    /** As most sidecars run; the library of the native crypto provider is part of the base. */
    @ParameterizedTest
    @CsvSource({"sidecar,116,8,bad", "host,176,16,plain"})
    void memory_stays_within_the_same_bound_over_tls(String profile, int base, int buffer, String kind)
            throws Exception {
        var certificate = SelfSigned.make(folder, "ip:127.0.0.1");
        xray.close();
        xray = FakeXRay.start(certificate.serverOptions());
        trust = Map.of("AWS_CA_BUNDLE", certificate.certificate().toString());

        memory_stays_within_the_base_plus_1_25_times_the_buffer(profile, base, buffer, kind, false);
    }

    @Test
    void profile_host_runs_in_128_megabytes_with_health_checks() throws Exception {
        Workplace.need("root's right to make control groups of memory", "/bin/sh", "-c",
                "[ \"$(id -u)\" = 0 ] && { [ -w /sys/fs/cgroup/memory/memory.limit_in_bytes ] "
                        + "|| grep -qw memory /sys/fs/cgroup/cgroup.subtree_control; }");
        xray.behave(FakeXRay.hang());
        try (var group = ControlGroup.of(128 * MIB)) {
            var flags = List.of("--profile", "host");
            try (var gateway = Command.of(group.inside(words(flags)))
                    .with(environment())
                    .with(spool(true))
                    .start("gateway-memory-128")) {
                gateway.awaitReady(() -> status("/health/ready") == 200);
                assertThat(gateway.log()).contains("Using buffer memory limit of 16 MB");

                overfill(gateway, "bad", 16 * MIB);

                var health = group.inside(List.of(LAUNCHER, "health"));
                assertThat(Command.of(health).with(environment()).run(Duration.ofSeconds(10)).exit()).isZero();
            }
        }
    }

    private List<String> words(List<String> flags) {
        var address = "127.0.0.1:" + port;
        var words = new ArrayList<>(List.of(LAUNCHER, "-o", "-n", "us-east-1", "-b", address, "-t", address,
                "--admin", "127.0.0.1:" + admin));
        words.addAll(flags);
        return words;
    }

    private Map<String, String> environment() {
        return Map.of("AWS_ENDPOINT_URL_XRAY", xray.url(), "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                "AWS_SECRET_ACCESS_KEY", "secret", "TRACEGATE_DRAIN_DEADLINE", "0s", "TRACEGATE_DRAIN_QUIET", "0s",
                "TRACEGATE_LISTEN_ADMIN", "127.0.0.1:" + admin);
    }

    /** One that is full soon, so that memory fills up too. */
    private Map<String, String> spool(boolean on) {
        return Map.of("TRACEGATE_SPOOL_ENABLED", String.valueOf(on), "TRACEGATE_SPOOL_FOLDER",
                folder.resolve("spool").toString(), "TRACEGATE_SPOOL_MAX_BYTES", "32MiB");
    }

    /** Sends until as much has been shed as the buffer holds: it was full, and was refilled once over. */
    private void overfill(Running gateway, String kind, long buffer) throws Exception {
        int size = kind.equals("bad") ? 60_000 : 1024;
        long charge = kind.equals("bad") ? size * 6 : size;
        long sent = 0;
        try (var socket = new DatagramSocket()) {
            for (long shed = 0; shed * charge < buffer; shed = value("tracegate_shed_segments_total")) {
                for (int bytes = 0; bytes < BURST_BYTES; bytes += size) {
                    socket.send(datagram(++sent, kind, size));
                }
                assertThat(sent * charge).as("sent in vain; it printed %s", gateway.log()).isLessThan(buffer * 20);
            }
        }
        assertThat(status("/health/live")).isEqualTo(200);
    }

    private DatagramPacket datagram(long number, String kind, int size) {
        var head = "{\"format\":\"json\",\"version\":1}\n{\"trace_id\":\"1-581cf771-%024x\",\"id\":\"%016x\",\"name\":\"";
        var filler = kind.equals("bad") ? CONTROL : "x";
        var text = head.formatted(number, number) + filler.repeat(size - head.length() - 40) + "\"}";
        byte[] bytes = text.getBytes(UTF_8);
        return new DatagramPacket(bytes, bytes.length, new InetSocketAddress("127.0.0.1", port));
    }

    private static long peakKilobytes(Running gateway) throws IOException {
        var peak = Pattern.compile("VmHWM:\\s+(\\d+) kB")
                .matcher(Files.readString(Path.of("/proc/" + gateway.pid() + "/status")));
        assertThat(peak.find()).isTrue();
        return Long.parseLong(peak.group(1));
    }

    /** The sum of a counter's samples. */
    private long value(String counter) throws Exception {
        return get("/metrics").body()
                .lines()
                .filter(line -> line.startsWith(counter))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private int status(String path) throws Exception {
        return get(path).statusCode();
    }

    private HttpResponse<String> get(String path) throws Exception {
        var uri = URI.create("http://127.0.0.1:" + admin + path);
        return HTTP.send(HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
    }
}
