package dev.tracegate.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tracegate.testkit.FakeSts;
import dev.tracegate.testkit.FakeXRay;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A successor sends the segments that its predecessor stored, for the same tenant and with the role of that tenant. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class SpoolTakeOverIT {
    private static final int EACH = 120;
    private static final List<String> TENANTS = List.of("orders", "stock");
    private static final String ROLE = "arn:aws:iam::111122223333:role/xray-gateway/";
    private static final String TOKEN = "token of the test";

    @TempDir
    private Path folder;
    private final Vertx vertx = Vertx.vertx();
    private final FakeXRay xray = FakeXRay.start();
    private final FakeSts sts = FakeSts.start(vertx, Instant.now().plus(Duration.ofHours(1)));
    private final Map<String, Integer> ports = new TreeMap<>();
    private final int port = Ports.free();
    private final int admin = Ports.free();
    private String deadline = "6s";
    private final List<Running> started = new ArrayList<>();

    @AfterEach
    void close() {
        started.forEach(Running::kill);
        xray.close();
        sts.close();
        vertx.close().await();
    }

    @Test
    void a_successor_sends_spooled_segments_with_the_role_of_each_tenant() throws Exception {
        settings();
        xray.behave(FakeXRay.error(500, "InternalFailure", "{}"));
        var first = start("spool-passes-1");
        send("before");
        await().until(() -> sum("received") == 2 * EACH);

        var second = start("spool-passes-2", "--take-over");
        assertThat(first.waitFor()).isZero();
        assertThat(first.log()).contains("delivered 0 + spooled " + 2 * EACH);
        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> sum("restored") == 2 * EACH);
        send("after");
        xray.behave(null);

        await().atMost(Duration.ofMinutes(1)).until(() -> xray.documents().size() >= 4 * EACH && sum("spooled") == 0);
        assertThat(xray.documents()).hasSize(4 * EACH).doesNotHaveDuplicates();
        assertThat(xray.signers())
                .allSatisfy((document, key) -> assertThat(key).startsWith("ASIA-" + tenant(document)));
        for (var tenant : TENANTS) {
            assertThat(books().getJsonObject(tenant).getLong("restored")).as("restored for %s", tenant).isEqualTo(EACH);
            assertThat(books().getJsonObject(tenant).getLong("delivered")).as("delivered for %s", tenant)
                    .isEqualTo(2 * EACH);
        }
        second.close();
    }

    @Test
    void while_the_predecessor_drains_the_successor_has_the_spool_and_sheds_nothing() throws Exception {
        settings();
        deadline = "60s"; // it ends when X-Ray takes segments again
        xray.behave(FakeXRay.error(500, "InternalFailure", "{}"));
        var first = start("spool-at-once-1", "-m", "4");
        int before = fill("before");
        assertThat(sum("spooled")).isPositive();

        var second = start("spool-at-once-2", "-m", "4", "--take-over");
        await().ignoreExceptions().until(() -> sum("restored") > 0);
        int during = fill("during");
        assertThat(sum("spooled")).isGreaterThan(sum("restored"));
        assertThat(first.log()).as("the predecessor has not ended").doesNotContain("Drained");
        xray.behave(null);

        assertThat(first.waitFor()).isZero();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> sum("queued") + sum("inFlight") + sum("spooled") == 0
                        && new HashSet<>(xray.documents()).size() == before + during);
        assertThat(xray.documents()).doesNotHaveDuplicates();
        assertThat(first.log()).contains("shed 0 + dead-lettered 0");
        assertThat(books().encode()).as("reasons for shedding")
                .doesNotContainPattern("\"(buffer_full|queue_full|spool_\\w+)\":[1-9]");
        second.close();
    }

    /** Sends until segments go to disk; answers how many that were. */
    private int fill(String when) throws IOException {
        long spooled = sum("spooled");
        long received = sum("received");
        int sent = 0;
        for (int round = 0; sum("spooled") <= spooled; round++) {
            send(when + round);
            sent += 2 * EACH;
            long all = received + sent;
            await().until(() -> sum("received") == all);
        }
        return sent;
    }

    private void settings() throws IOException {
        var text = new StringBuilder("sink: aws\ntenants:\n");
        for (var tenant : TENANTS) {
            ports.put(tenant, Ports.free());
            sts.role(ROLE + tenant, new FakeSts.Role(tenant + "-id", null, null));
            text.append("""
                      - id: %1$s
                        ports: [%2$d]
                        roleArn: %3$s%1$s
                        externalId: %1$s-id
                        sessionTags: false
                        sourceIdentity: false
                    """.formatted(tenant, ports.get(tenant), ROLE));
        }
        Files.writeString(folder.resolve("gateway.yaml"), text);
        Files.writeString(folder.resolve("token"), TOKEN + "\n");
    }

    private Running start(String name, String... more) {
        var address = "127.0.0.1:" + port;
        var words = new ArrayList<>(List.of(Workplace.DISTRIBUTION.resolve("bin/tracegate").toString(), "-c",
                folder.resolve("gateway.yaml").toString(), "-o", "-n", "us-east-1", "-b", address, "-t", address,
                "--admin", "127.0.0.1:" + admin, "--profile", "host"));
        words.addAll(List.of(more));
        var variables = new TreeMap<>(Map.of("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_ENDPOINT_URL_XRAY", xray.url(), "AWS_ENDPOINT_URL_STS", sts.url(),
                "TRACEGATE_RUNTIME_DIR", folder.toString(), "TRACEGATE_LISTEN_ADMIN_TOKEN_FILE",
                folder.resolve("token").toString(), "TRACEGATE_DRAIN_DEADLINE", deadline));
        variables.put("TRACEGATE_SPOOL_ENABLED", "true");
        variables.put("TRACEGATE_SPOOL_FOLDER", folder.resolve("spool").toString());
        var gateway = Command.of(words).with(variables).start("gateway-" + name);
        started.add(gateway);
        return gateway.awaitReady(() -> gateway.log().contains("Ready"));
    }

    private void send(String when) throws IOException {
        try (var socket = new DatagramSocket()) {
            for (int i = 0; i < EACH; i++) {
                for (var tenant : TENANTS) {
                    var bytes = "{\"format\":\"json\",\"version\":1}\n{\"name\":\"%s\",\"id\":\"%s-%d\"}"
                            .formatted(tenant, when, i)
                            .getBytes(UTF_8);
                    socket.send(new DatagramPacket(bytes, bytes.length,
                            new InetSocketAddress("127.0.0.1", ports.get(tenant))));
                }
            }
        }
    }

    private static String tenant(String document) {
        return new JsonObject(document).getString("name");
    }

    private long sum(String count) throws IOException {
        var books = books();
        return TENANTS.stream()
                .filter(books::containsKey)
                .mapToLong(tenant -> books.getJsonObject(tenant).getLong(count))
                .sum();
    }

    private JsonObject books() throws IOException {
        var call = (HttpURLConnection) URI.create("http://127.0.0.1:" + admin + "/v1/books").toURL().openConnection();
        call.setRequestProperty("Authorization", "Bearer " + TOKEN);
        try (var body = call.getInputStream()) {
            return new JsonObject(new String(body.readAllBytes(), UTF_8)).getJsonObject("tenants");
        }
    }
}
