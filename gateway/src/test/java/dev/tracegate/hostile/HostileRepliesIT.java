package dev.tracegate.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tracegate.interop.Command;
import dev.tracegate.interop.Ports;
import dev.tracegate.interop.Running;
import dev.tracegate.interop.Workplace;
import dev.tracegate.testkit.FakeXRay;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The process with the smallest buffer survives hostile responses of X-Ray or the ECS agent without loss and within its memory. */
@Timeout(120)
class HostileRepliesIT {
    private static final String LAUNCHER = Workplace.DISTRIBUTION.resolve("bin/tracegate").toString();
    private static final String TOKEN = "tokentokentokentoken";
    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    /** The number of segments of 1 kB in a burst that fits into the socket buffer. */
    private static final int BURST = 100;
    private static final int UNDER_ATTACK = 2_000;
    private static final int AFTERWARDS = 500;
    private static final Buffer MEBIBYTE = Buffer.buffer(" ".repeat(1024 * 1024));
    private static final String ACTING = "\u001b[31m\n\u202e\u2066\u2028\u009b";

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final FakeXRay xray = FakeXRay.start(vertx);
    private final int port = Ports.free();
    private final int admin = Ports.free();
    private int sent;

    @AfterEach
    void close() {
        xray.close();
        vertx.close().await();
    }

    @ParameterizedTest(name = "{0} -m {2}: {3}")
    @CsvSource({"sidecar,116,8,HELD_BACK", "host,176,16,HELD_BACK", "sidecar,116,8,CODE_100K", "sidecar,116,8,CODE_3M",
            "host,176,16,CODE_3M", "sidecar,116,8,HEADER_CODE", "sidecar,116,8,HEAD"})
    void a_response_of_x_ray_cannot_end_the_process(String profile, int base, int buffer, HostileReply attack)
            throws Exception {
        try (var gateway = start(profile, buffer, Map.of())) {
            xray.behave(attack::answer);
            send(UNDER_ATTACK);
            await().atMost(Duration.ofSeconds(10)).until(() -> xray.calls().size() >= attack.calls);
            assertThat(status("/health/live")).isEqualTo(200);

            xray.behave(null);
            send(AFTERWARDS);

            awaitAllEnded(gateway);
            assertHarmless(get("/metrics"));
            assertHarmless(get("/v1/books"));
            assertHarmless(get("/v1/dead-letters"));
            assertHarmless(gateway.log());
            assertMemory(gateway, base, buffer);
        }
    }

    @ParameterizedTest
    @CsvSource({"12", "40"})
    void a_list_of_tasks_cannot_end_the_process(int mebibytes) throws Exception {
        var agent = vertx.createHttpServer()
                .requestHandler(request -> tasks(request, mebibytes))
                .listen(0, "127.0.0.1")
                .await();
        var config = Files.writeString(folder.resolve("tracegate.yaml"), """
                identity: {introspection: "http://127.0.0.1:%d", verify: introspection, sources: introspection}
                tenants:
                  - {id: tools, sources: [127.0.0.0/8], credentials: own}
                  - {id: orders, match: [{cluster: prod, family: f}], credentials: own}
                """.formatted(agent.actualPort()));
        try (var gateway = start("host", 16, Map.of("TRACEGATE_CONFIG", config.toString()))) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> gateway.log()
                            .contains(mebibytes > 32
                                    ? "cannot be polled: "
                                    : "Identity source introspection answers: 1 addresses"));
            send(UNDER_ATTACK);

            awaitAllEnded(gateway);
            assertThat(status("/health/live")).isEqualTo(200);
            assertMemory(gateway, 176, 16);
        }
    }

    enum HostileReply {
        HELD_BACK(8) {
            @Override
            void answer(FakeXRay.Call call, HttpServerRequest request) {
                request.response().putHeader("Content-Length", "4194314");
                for (int i = 0; i < 4; i++) {
                    request.response().write(MEBIBYTE);
                }
            }
        },
        CODE_100K(20) {
            @Override
            void answer(FakeXRay.Call call, HttpServerRequest request) {
                refuse(100_000, call, request);
            }
        },
        CODE_3M(8) {
            @Override
            void answer(FakeXRay.Call call, HttpServerRequest request) {
                refuse(3_000_000, call, request);
            }
        },
        HEADER_CODE(8) {
            @Override
            void answer(FakeXRay.Call call, HttpServerRequest request) {
                request.response()
                        .setStatusCode(429)
                        .putHeader("x-amzn-ErrorType", "E".repeat(3_000) + "\u009b")
                        .end(new JsonObject().put("__type", ACTING.repeat(1_000))
                                .put("message", ACTING.repeat(10_000))
                                .encode());
            }
        },
        HEAD(8) {
            @Override
            void answer(FakeXRay.Call call, HttpServerRequest request) {
                for (int i = 0; i < 1_000; i++) {
                    request.response().putHeader("X-Bomb-" + i, "b".repeat(1_000));
                }
                request.response().end("{}");
            }
        };

        private final int calls;

        /** @param calls to wait for */
        HostileReply(int calls) {
            this.calls = calls;
        }

        abstract void answer(FakeXRay.Call call, HttpServerRequest request);

        /** One document of each call, by a code of so many characters that differs from call to call. */
        private static void refuse(int characters, FakeXRay.Call call, HttpServerRequest request) {
            var first = new JsonObject(call.body()).getJsonArray("TraceSegmentDocuments").getString(0);
            var code = ACTING + first.hashCode() + "E".repeat(characters);
            var entry = new JsonObject().put("Id", new JsonObject(first).getString("id"))
                    .put("ErrorCode", code)
                    .put("Message", ACTING.repeat(1_000));
            request.response()
                    .end(new JsonObject().put("UnprocessedTraceSegments", new JsonArray().add(entry)).encode());
        }
    }

    /** Stopped tasks of three containers each, then one that runs. */
    private static void tasks(HttpServerRequest request, int mebibytes) {
        if (request.path().equals("/v1/metadata")) {
            request.response()
                    .end("{\"Cluster\":\"prod\",\"ContainerInstanceArn\":\"arn:aws:ecs:us-east-1:1:container-instance/prod/x\"}");
            return;
        }
        var stopped = task("a", "STOPPED", 3) + ",";
        var chunk = Buffer.buffer(stopped.repeat(1024 * 1024 / stopped.length()));
        var response = request.response().setChunked(true);
        response.write("{\"Tasks\":[");
        for (int i = 0; i < mebibytes; i++) {
            response.write(chunk);
        }
        response.end(task("b", "RUNNING", 1) + "]}");
    }

    private static String task(String id, String status, int containers) {
        var container = "{\"DockerId\":\"" + id.repeat(64)
                + "\",\"Name\":\"c\",\"Networks\":[{\"NetworkMode\":\"awsvpc\",\"IPv4Addresses\":[\"10.1.2.3\"]}]}";
        return "{\"Arn\":\"arn:aws:ecs:us-east-1:111122223333:task/prod/" + id.repeat(32) + "\",\"DesiredStatus\":\""
                + status + "\",\"KnownStatus\":\"" + status + "\",\"Family\":\"f\",\"Containers\":["
                + (container + ",").repeat(containers - 1) + container + "]}";
    }

    private Running start(String profile, int buffer, Map<String, String> more) throws IOException {
        var token = Files.writeString(folder.resolve("token"), TOKEN);
        var address = "127.0.0.1:" + port;
        return Command.of(List.of(LAUNCHER, "-o", "-n", "us-east-1", "-b", address, "-t", address, "--admin",
                "127.0.0.1:" + admin, "--profile", profile, "-m", String.valueOf(buffer)))
                .with(Map.of("AWS_ENDPOINT_URL_XRAY", xray.url(), "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                        "AWS_SECRET_ACCESS_KEY", "secret", "TRACEGATE_DRAIN_DEADLINE", "0s", "TRACEGATE_DRAIN_QUIET",
                        "0s", "TRACEGATE_LISTEN_ADMIN_TOKEN_FILE", token.toString()))
                .with(more)
                .start("hostile-replies-" + profile + buffer)
                .awaitReady(() -> status("/health/ready") == 200);
    }

    /** Sends each burst after the previous one was received. */
    private void send(int segments) throws Exception {
        try (var socket = new DatagramSocket()) {
            for (int end = sent + segments; sent < end;) {
                for (int i = 0; i < BURST; i++) {
                    socket.send(datagram(++sent));
                }
                await().atMost(Duration.ofSeconds(10)).until(() -> value("tracegate_received_datagrams_total") == sent);
            }
        }
    }

    private DatagramPacket datagram(int number) {
        var text = "{\"format\":\"json\",\"version\":1}\n{\"trace_id\":\"1-581cf771-%024x\",\"id\":\"%016x\",\"name\":\"%s\"}"
                .formatted(number, number, "x".repeat(900));
        byte[] bytes = text.getBytes(UTF_8);
        return new DatagramPacket(bytes, bytes.length, new InetSocketAddress("127.0.0.1", port));
    }

    /** Each segment was delivered or refused by X-Ray; none was shed, and the books are exact. */
    private void awaitAllEnded(Running gateway) throws Exception {
        await().atMost(Duration.ofSeconds(40))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(
                        value("tracegate_delivered_segments_total") + value("tracegate_dead_lettered_segments_total"))
                        .as(gateway::log)
                        .isEqualTo(sent));
        assertThat(List.of(value("tracegate_shed_segments_total"), value("tracegate_books_imbalance_segments")))
                .containsOnly(0L);
    }

    private static void assertHarmless(String shown) {
        assertThat(shown.codePoints()
                .filter(c -> c != '\n' && c != '\t')
                .filter(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || c == 0x2028))
                .isEmpty();
        assertThat(shown.lines().filter(line -> !line.startsWith("{")).mapToInt(String::length).max().orElse(0))
                .isLessThan(10_000);
    }

    private static void assertMemory(Running gateway, int base, int buffer) throws IOException {
        var peak = Pattern.compile("VmHWM:\\s+(\\d+) kB")
                .matcher(Files.readString(Path.of("/proc/" + gateway.pid() + "/status")));
        assertThat(peak.find()).isTrue();
        assertThat(Long.parseLong(peak.group(1))).as("peak memory in kB")
                .isLessThanOrEqualTo((base * 4L + buffer * 5L) * 256);
    }

    private long value(String meter) throws Exception {
        var samples = new ArrayList<String>();
        get("/metrics").lines().filter(line -> line.startsWith(meter)).forEach(samples::add);
        return samples.stream()
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private String get(String path) throws Exception {
        var reply = HTTP.send(request(path), BodyHandlers.ofString());
        assertThat(reply.statusCode()).as(path).isEqualTo(200);
        return reply.body();
    }

    private int status(String path) throws Exception {
        return HTTP.send(request(path), BodyHandlers.discarding()).statusCode();
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + admin + path))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + TOKEN)
                .build();
    }
}
