package dev.tracegate.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tracegate.testkit.FakeXRay;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The distribution in AWS mode, which answers sampling calls from its own rules, alone or over those of a fake X-Ray. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RuleSourcesIT {
    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

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
    void own_rules_answer_without_x_ray_and_follow_their_file() throws Exception {
        write(0.25);
        start("rules");

        assertThat(names()).containsExactly("health", "Default");
        assertThat(targets("health").getJsonArray("SamplingTargetDocuments").getJsonObject(0).getDouble("FixedRate"))
                .isEqualTo(0.25);
        assertThat(calls()).as("calls to X-Ray").isZero();

        write(0.75);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(
                        targets("health").getJsonArray("SamplingTargetDocuments")
                                .getJsonObject(0)
                                .getDouble("FixedRate"))
                        .isEqualTo(0.75));
    }

    @Test
    void an_overlay_adds_its_rules_to_those_of_x_ray_and_splits_the_reports() throws Exception {
        write(0.25);
        start("overlay");

        assertThat(names()).containsExactly("orders", "health", "Default");
        var answer = targets("health", "orders");
        assertThat(answer.getJsonArray("SamplingTargetDocuments")).hasSize(2);
        assertThat(answer.getDouble("LastRuleModification")).isGreaterThan(1.7E9);
        assertThat(calls()).isEqualTo(2);
        assertThat(xray.lastCall().body().toString()).contains("orders").doesNotContain("health");
    }

    private long calls() {
        return xray.calls().stream().filter(call -> call.path().contains("Sampling")).count();
    }

    private void write(double rate) throws IOException {
        var rule = new JsonObject().put("RuleName", "health")
                .put("Priority", 1)
                .put("FixedRate", rate)
                .put("ReservoirSize", 0)
                .put("ServiceName", "*")
                .put("ServiceType", "*")
                .put("Host", "*")
                .put("HTTPMethod", "*")
                .put("URLPath", "/health")
                .put("ResourceARN", "*");
        var text = new JsonObject().put("SamplingRules", new JsonArray().add(rule)).encode();
        Files.move(Files.writeString(folder.resolve("next.json"), text), folder.resolve("rules.json"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    private void start(String source) throws IOException {
        var file = Files.writeString(folder.resolve("tracegate.yaml"), """
                sink: aws
                listen: {udp: "127.0.0.1:%1$d", tcp: "127.0.0.1:%1$d", admin: "127.0.0.1:%2$d"}
                aws: {endpoint: "%3$s", region: us-west-2, localMode: true}
                sampling: {source: %4$s, rulesFile: "%5$s"}
                """.formatted(port, admin, xray.url(), source, folder.resolve("rules.json")));
        gateway = Command.of(Workplace.DISTRIBUTION.resolve("bin/tracegate").toString(), "-c", file.toString())
                .with("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
                .with("AWS_SECRET_ACCESS_KEY", "secret")
                .with("TRACEGATE_RUNTIME_DIR", folder.toString())
                .start("gateway-rule-sources-" + source)
                .awaitReady(() -> get("/health/ready").contains("\"ready\""));
    }

    private List<String> names() throws Exception {
        return post("/GetSamplingRules", "{}").getJsonArray("SamplingRuleRecords")
                .stream()
                .map(record -> ((JsonObject) record).getJsonObject("SamplingRule").getString("RuleName"))
                .toList();
    }

    private JsonObject targets(String... rules) throws Exception {
        var reports = Stream.of(rules)
                .map(name -> new JsonObject().put("RuleName", name)
                        .put("ClientID", "0123456789abcdef01234567")
                        .put("Timestamp", 1.8E9)
                        .put("RequestCount", 1)
                        .put("SampledCount", 1)
                        .put("BorrowCount", 0))
                .toList();
        return post("/SamplingTargets",
                new JsonObject().put("SamplingStatisticsDocuments", new JsonArray(reports)).encode());
    }

    private JsonObject post(String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .POST(BodyPublishers.ofString(body))
                .build();
        var response = HTTP.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new JsonObject(response.body());
    }

    private String get(String path) throws IOException, InterruptedException {
        return HTTP
                .send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + admin + path)).build(),
                        BodyHandlers.ofString())
                .body();
    }
}
