package dev.tracegate.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tracegate.testkit.FakeXRay;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The distribution in place of the X-Ray daemon, with its flags and environment and a fake X-Ray. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class DaemonModeIT {
    private static final String LAUNCHER = Workplace.DISTRIBUTION.resolve("bin/tracegate").toString();
    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private static final Map<String, String> KEYS = Map.of("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY",
            "secret");

    @TempDir
    private Path folder;
    private final FakeXRay xray = FakeXRay.start();
    private final int port = Ports.free();
    private final int admin = Ports.free();

    @AfterEach
    void close() {
        xray.close();
    }

    @Test
    void uploads_each_document_byte_for_byte() throws Exception {
        var documents = List.of("{\"id\":\"70de5b6f19ff9a0a\",\"name\":\"é \\\"quoted\\\" \\\\ \u2028 😀\"}", "x",
                "T1SCiQKIgo==", "{\"cut",
                "line one\nline two\t\u0001", "{\"id\":1}\n", "x".repeat(65_507 - 31));

        try (var gateway = start("bytes", KEYS)) {
            send(documents);

            await().untilAsserted(() -> assertThat(xray.documents()).containsExactlyInAnyOrderElementsOf(documents));
            await().until(() -> gateway.log().contains("Successfully sent batch of "));
        }
    }

    @Test
    void invalid_datagrams_are_counted_by_reason_and_have_no_other_effect() throws Exception {
        try (var gateway = start("bad", KEYS)) {
            sendRaw("no newline at all secret", "{\"format\":\"json\",\"version\":1}\n",
                    "{\"format\":\"json\",\"version\":2}\n{secret}", "");
            send(List.of("good"));

            await().until(() -> xray.documents().equals(List.of("good")));
            var metrics = get("/metrics").body();
            assertThat(metrics).containsPattern("tracegate_\\w*rejected\\w*\\{[^}]*missing_header[^}]*} 1")
                    .containsPattern("tracegate_\\w*rejected\\w*\\{[^}]*missing_segment[^}]*} 1")
                    .containsPattern("tracegate_\\w*rejected\\w*\\{[^}]*invalid_header[^}]*} 1");
            assertThat(gateway.log()).contains("Invalid header").doesNotContain("secret");
        }
    }

    @Test
    void segments_that_x_ray_does_not_accept_are_sent_again_until_it_does() throws Exception {
        try (var gateway = start("away", KEYS)) {
            xray.behave(FakeXRay.error(500, "InternalFailure", "{}"));
            send(numbered(120));
            await().until(() -> gateway.log().contains("Sending segment batch failed with: "));

            xray.behave(null);

            await().atMost(Duration.ofSeconds(40)).until(() -> xray.documents().size() == 120);
            assertThat(xray.documents()).doesNotHaveDuplicates();
        }
    }

    @Test
    void only_the_refused_document_is_reported() throws Exception {
        try (var gateway = start("refused", KEYS)) {
            xray.behave(xray.rejecting("poison"));
            send(List.of("{\"id\":\"0000000000000001\"}",
                    "{\"trace_id\":\"1-581cf771-a006649127e371903a2de979\",\"id\":\"0000000000000002\",\"name\":\"poison\"}",
                    "{\"id\":\"0000000000000003\"}"));

            await().until(() -> xray.documents().size() == 2);
            await().until(() -> gateway.log()
                    .contains("Unprocessed trace 1-581cf771-a006649127e371903a2de979, segment: "
                            + "{ErrorCode: \"InvalidSegment\", Id: \"0000000000000002\", Message: \"not accepted\"}"));
            assertThat(gateway.log()).doesNotContain("poison");
        }
    }

    @Test
    void without_credentials_it_is_live_but_not_ready_and_keeps_segments() throws Exception {
        var keys = folder.resolve("credentials");
        try (var gateway = startAlive("no-credentials", Map.of("AWS_SHARED_CREDENTIALS_FILE", keys.toString()))) {
            send(numbered(10));
            await().until(() -> get("/health/ready").statusCode() == 503);
            assertThat(get("/health/ready").body()).contains("credentials");
            assertThat(get("/health/live").statusCode()).isEqualTo(200);
            assertThat(gateway.log()).containsIgnoringCase("credentials");

            Files.writeString(keys, "[default]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = secret\n");

            await().atMost(Duration.ofSeconds(60)).until(() -> xray.documents().size() == 10);
            await().until(() -> get("/health/ready").statusCode() == 200);
        }
    }

    @Test
    void segments_sent_after_sigterm_are_delivered_too() throws Exception {
        var gateway = start("last-words", KEYS);
        send(numbered(70));

        var closing = Thread.ofVirtual().start(gateway::close);
        await().until(() -> gateway.log().contains("Got shutdown signal: terminated"));
        send(List.of("last words"));
        closing.join();

        assertThat(xray.documents()).hasSize(71).contains("last words");
    }

    @Test
    void segments_not_delivered_by_the_deadline_are_reported() throws Exception {
        var gateway = start("deadline", with(KEYS, "TRACEGATE_DRAIN_DEADLINE", "4s"));
        xray.behave(FakeXRay.hang());
        send(numbered(7));

        gateway.close();

        assertThat(gateway.log()).contains("7 segments could not be delivered");
    }

    @Test
    void a_second_sigterm_ends_it_at_once() throws Exception {
        var gateway = start("twice", KEYS);
        xray.behave(FakeXRay.hang());
        send(numbered(7));

        var pid = gateway.pid();
        ProcessHandle.of(pid).orElseThrow().destroy();
        await().until(() -> gateway.log().contains("Got shutdown signal: terminated"));
        new ProcessBuilder("kill", "-TERM", String.valueOf(pid)).start().waitFor();

        assertThat(gateway.waitFor()).isNotZero();
        assertThat(gateway.log()).doesNotContain("Drained");
    }

    @Test
    void only_sampling_calls_are_signed_and_relayed() throws Exception {
        try (var gateway = start("relay", KEYS)) {
            var rules = post(port, "/GetSamplingRules", "{\"NextToken\":null}");
            var forbidden = post(port, "/EncryptionConfig", "{}");

            assertThat(rules.statusCode()).isEqualTo(200);
            assertThat(rules.body()).isEqualTo(FakeXRay.RULES);
            assertThat(forbidden.statusCode()).isEqualTo(403);
            assertThat(xray.calls()).extracting(FakeXRay.Call::path).containsOnly("/GetSamplingRules");
            assertThat(xray.calls().getFirst().headers().get("Authorization"))
                    .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/");
            assertThat(gateway.log()).contains("Starting proxy http server on 127.0.0.1:" + port);
        }
    }

    @Test
    void a_udp_port_in_use_is_reported_in_one_line_with_exit_code_1() throws Exception {
        try (var other = new DatagramSocket(new InetSocketAddress("127.0.0.1", port))) {
            var finished = Command.of(flags()).with(environment(KEYS)).run(Duration.ofSeconds(30));

            assertThat(other.isBound()).isTrue();
            assertThat(finished.exit()).isEqualTo(1);
            assertThat(finished.output() + finished.errors())
                    .containsOnlyOnce("listen udp 127.0.0.1:" + port + ": bind: address already in use")
                    .doesNotContain("Exception")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void with_an_admin_port_in_use_another_is_chosen_and_the_health_check_finds_it() throws Exception {
        try (var other = new ServerSocket()) {
            other.bind(new InetSocketAddress("127.0.0.1", admin));
            var environment = with(KEYS, "TRACEGATE_RUNTIME_DIR", folder.toString(), "TRACEGATE_LISTEN_ADMIN",
                    "127.0.0.1:" + admin);
            try (var gateway = Command.of(flags().subList(0, flags().size() - 2))
                    .with(environment(environment))
                    .start("gateway-admin-taken")) {
                await().atMost(Duration.ofSeconds(30)).until(() -> health(environment).exit() == 0);

                assertThat(gateway.log()).contains("listen.admin: cannot bind port " + admin);
            }
            assertThat(health(environment).exit()).isEqualTo(1);
        }
    }

    @Test
    void an_invalid_configuration_is_refused_with_every_problem_and_its_path() throws Exception {
        var file = Files.writeString(folder.resolve("bad.yaml"),
                "upload:\n  batchSegments: 80\n  lingr: 1s\nlisten:\n  udp: nowhere\n");

        var checked = Command.of(LAUNCHER, "check-config", file.toString()).run(Duration.ofSeconds(30));
        var started = Command.of(LAUNCHER, "-c", file.toString()).run(Duration.ofSeconds(30));

        assertThat(checked.exit()).isEqualTo(2);
        assertThat(checked.output() + checked.errors()).contains("upload.batchSegments")
                .contains("upload.lingr")
                .contains("listen.udp");
        assertThat(started.exit()).isNotZero();
        assertThat(started.output() + started.errors()).contains("upload.batchSegments")
                .contains("upload.lingr")
                .contains("listen.udp");
    }

    private Running start(String name, Map<String, String> variables) {
        return Command.of(flags())
                .with(environment(variables))
                .start("gateway-" + name)
                .awaitReady(() -> get("/health/ready").statusCode() == 200);
    }

    private Running startAlive(String name, Map<String, String> variables) {
        return Command.of(flags())
                .with(environment(variables))
                .start("gateway-" + name)
                .awaitReady(() -> get("/health/live").statusCode() == 200);
    }

    private List<String> flags() {
        var address = "127.0.0.1:" + port;
        return List.of(LAUNCHER, "-o", "-n", "us-east-1", "-b", address, "-t", address, "--admin",
                "127.0.0.1:" + admin);
    }

    private Map<String, String> environment(Map<String, String> variables) {
        // the default folder is the machine's: what one test leaves there, the next would send
        return with(variables, "AWS_ENDPOINT_URL_XRAY", xray.url(), "TRACEGATE_SPOOL_ENABLED", "false");
    }

    private static Map<String, String> with(Map<String, String> variables, String... more) {
        var all = new java.util.HashMap<>(variables);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    private static Command.Finished health(Map<String, String> environment) throws IOException {
        return Command.of(LAUNCHER, "health").with(environment).run(Duration.ofSeconds(10));
    }

    private static List<String> numbered(int count) {
        return IntStream.range(0, count).mapToObj(i -> "{\"id\":\"%016x\"}".formatted(i + 1)).toList();
    }

    private void send(List<String> documents) throws IOException {
        sendRaw(documents.stream()
                .map(document -> "{\"format\":\"json\",\"version\":1}\n" + document)
                .toArray(String[]::new));
    }

    private void sendRaw(String... datagrams) throws IOException {
        var packets = new ArrayList<DatagramPacket>();
        for (var datagram : datagrams) {
            byte[] bytes = datagram.getBytes(UTF_8);
            packets.add(new DatagramPacket(bytes, bytes.length, new InetSocketAddress("127.0.0.1", port)));
        }
        try (var socket = new DatagramSocket()) {
            for (var packet : packets) {
                socket.send(packet);
            }
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + admin + path))
                        .timeout(Duration.ofSeconds(2))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(int port, String path, String body)
            throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(5))
                .POST(BodyPublishers.ofString(body))
                .build(), BodyHandlers.ofString());
    }
}
