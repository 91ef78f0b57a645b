package dev.tracegate.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tracegate.sampling.head.KeepRate;
import dev.tracegate.segment.TraceId;
import dev.tracegate.testkit.FakeXRay;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway with a keep rate, as a process: what arrives at X-Ray, and what the books, the metrics and the fate of a trace say of the others. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class KeepRateIT {
    private static final int SEGMENTS = 2_000;
    /** As many as fit the smallest socket buffer by far. */
    private static final int BURST = 50;
    private static final double RATE = 0.1;
    private static final double SIGMAS = 5;

    private final FakeXRay xray = FakeXRay.start();
    private final int port = Ports.free();
    private final int admin = Ports.free();
    @TempDir
    private Path folder;
    private Running gateway;

    @AfterEach
    void close() {
        if (gateway != null) {
            gateway.kill();
        }
        xray.close();
    }

    @Test
    void exactly_the_traces_that_the_hash_keeps_arrive_and_a_reload_changes_the_rate() throws Exception {
        var file = Files.writeString(folder.resolve("tracegate.yaml"), "sampling: {keepRate: " + RATE + "}\n");
        start(file);
        var traces = traces();
        var kept = traces.stream().filter(KeepRate.of(RATE)::keeps).map(KeepRateIT::document).toList();
        var dropped = traces.stream().filter(trace -> !KeepRate.of(RATE).keeps(trace)).findFirst().orElseThrow();

        send(traces);
        await().atMost(Duration.ofSeconds(20)).until(() -> books().getLong("received") == SEGMENTS);
        await().atMost(Duration.ofSeconds(20)).until(() -> books().getLong("delivered") == kept.size());

        assertThat(xray.documents()).containsExactlyInAnyOrderElementsOf(kept);
        assertThat(Math.abs(kept.size() - SEGMENTS * RATE)).as("five standard deviations, %s", kept.size())
                .isLessThan(SIGMAS * Math.sqrt(SEGMENTS * RATE * (1 - RATE)));
        assertThat(books().getJsonObject("sampledOut").getMap())
                .isEqualTo(Map.of("tenant_keep_rate", SEGMENTS - kept.size()));
        assertThat(books().getLong("imbalance")).isZero();
        assertThat(get("/metrics")).contains("tracegate_sampled_out_segments_total{rule=\"tenant_keep_rate\","
                + "tenant=\"default\"} " + (double) (SEGMENTS - kept.size()));
        assertThat(get("/v1/traces/" + dropped + "/fate")).contains("\"sampled_out\"",
                "\"dropped: tenant keep rate 10 %\"");

        Files.writeString(file, "sampling: {keepRate: 1}\n");
        Command.of("kill", "-HUP", String.valueOf(gateway.pid())).run(Duration.ofSeconds(5)).succeeded();
        await().until(() -> gateway.log().contains("Settings reloaded: changed default (keepRate)"));
        send(List.of(dropped));
        await().until(() -> xray.documents().contains(document(dropped)));
        assertThat(gateway.log()).doesNotContain("take effect at the next start");
    }

    private void start(Path file) {
        gateway = Command
                .of(Workplace.DISTRIBUTION.resolve("bin/tracegate").toString(), "--sink", "aws", "-n", "us-east-1",
                        "-b",
                        "127.0.0.1:" + port, "-t", "127.0.0.1:" + port, "--admin", "127.0.0.1:" + admin, "--profile",
                        "embedded", "-c", file.toString())
                .with("AWS_ENDPOINT_URL_XRAY", xray.url())
                .with("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
                .with("AWS_SECRET_ACCESS_KEY", "secret")
                .with("TRACEGATE_RUNTIME_DIR", folder.toString())
                .start("gateway-keep-rate")
                .awaitReady(() -> get("/health/ready").contains("\"ready\""));
    }

    private static List<TraceId> traces() {
        var random = new SplittableRandom(14);
        return Stream.generate(() -> new TraceId(random.nextLong(), random.nextLong())).limit(SEGMENTS).toList();
    }

    private static String document(TraceId trace) {
        return "{\"trace_id\":\"%s\",\"id\":\"70de5b6f19ff9a0a\",\"name\":\"orders\",\"start_time\":1.5,\"end_time\":2.5}"
                .formatted(trace);
    }

    private void send(List<TraceId> traces) throws Exception {
        long before = books().getLong("received", 0L);
        try (var socket = new DatagramSocket()) {
            for (int i = 0; i < traces.size(); i++) {
                byte[] datagram = ("{\"format\":\"json\",\"version\":1}\n" + document(traces.get(i))).getBytes(UTF_8);
                socket.send(new DatagramPacket(datagram, datagram.length, new InetSocketAddress("127.0.0.1", port)));
                long sent = before + i + 1;
                if ((i + 1) % BURST == 0) {
                    await().pollInterval(Duration.ofMillis(2)).until(() -> books().getLong("received") == sent);
                }
            }
        }
    }

    private JsonObject books() throws IOException {
        return new JsonObject(get("/v1/books")).getJsonObject("tenants").getJsonObject("default", new JsonObject());
    }

    private String get(String path) throws IOException {
        try (var answer = URI.create("http://127.0.0.1:" + admin + path).toURL().openStream()) {
            return new String(answer.readAllBytes(), UTF_8);
        }
    }
}
