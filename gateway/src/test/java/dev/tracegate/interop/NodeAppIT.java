package dev.tracegate.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tracegate.interop.NodeApp.Answer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The demo service with the X-Ray SDK for Node.js, read back with the AWS CLI. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class NodeAppIT {
    private static final String OURS = "service(\"my-ecs-app\")";
    private static final Duration SOON = Duration.ofSeconds(30);

    private static PythonVenv venv;
    private static Path app;

    private DistributionProcess gateway;
    private XRayCli xray;

    @BeforeAll
    static void install() {
        app = NodeApp.install();
        venv = PythonVenv.ready();
    }

    @BeforeEach
    void start() {
        gateway = DistributionProcess.start("node");
        xray = new XRayCli(venv, gateway);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void requests_are_found_by_service_name_and_every_third_by_its_fault() {
        var answers = ask(9, Map.of("SAMPLE_ALL", "1", "FAULT_EVERY", "3"));
        var failed = ids(answers, answer -> answer.status() == 500);

        awaitTraces(OURS, ids(answers, answer -> true));
        assertThat(failed).hasSize(3);
        assertThat(xray.traceIds(OURS + "{fault}")).containsExactlyInAnyOrderElementsOf(failed);
        assertThat(xray.traceIds("service(\"another-app\")")).isEmpty();
        assertThat(xray.documents(failed)).hasSize(3).allSatisfy(NodeAppIT::shows_the_exception);
    }

    @Test
    void a_served_request_shows_its_subsegments_and_is_found_by_annotation() {
        var served = ask(1, Map.of("SAMPLE_ALL", "1"));

        awaitTraces("annotation.order_count = 3", ids(served, answer -> true));
        assertThat(xray.traceIds("annotation.order_count = 4")).isEmpty();
        var document = xray.documents(ids(served, answer -> true)).getFirst();
        assertThat(document.getJsonObject("http").getJsonObject("response").getInteger("status")).isEqualTo(200);
        var load = subsegment(document, "load orders");
        assertThat(load.getJsonObject("annotations").getInteger("order_count")).isEqualTo(3);
        assertThat(load.getJsonObject("metadata").getJsonObject("orders").getJsonObject("first").getString("item"))
                .isEqualTo("kettle");
        assertThat(subsegment(load, "query").getDouble("end_time")).isPositive();
    }

    @Test
    void a_table_scanned_through_the_patched_sdk_is_a_node_of_the_service_graph() throws IOException {
        try (var table = new FakeDynamoDb()) {
            var answers = ask(1, Map.of("SAMPLE_ALL", "1", "ORDERS_TABLE", "orders", "AWS_REGION", "us-east-1",
                    "AWS_ACCESS_KEY_ID", "any", "AWS_SECRET_ACCESS_KEY", "any", "AWS_ENDPOINT_URL_DYNAMODB",
                    table.endpoint()));

            assertThat(answers.getFirst().body()).contains("order-9");
        }
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(xray.serviceGraph()).anyMatch(node("my-ecs-app", null))
                        .anyMatch(node("orders", "AWS::DynamoDB::Table")));
    }

    @Test
    void the_sdk_fetches_the_sampling_rules_from_the_gateway() {
        var sampled = new ArrayList<String>();

        try (var service = NodeApp.start(app, gateway, Map.of())) {
            // The SDK asks for the rules at its first request and decides by its local ones until they are there.
            await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
                var answer = service.orders();
                if (answer.sampled()) {
                    sampled.add(answer.traceId());
                }
                assertThat(newest(sampled)).extracting(NodeAppIT::samplingRule).contains("Default");
            });
        }
    }

    private List<Answer> ask(int times, Map<String, String> settings) {
        try (var service = NodeApp.start(app, gateway, settings)) {
            return Stream.generate(service::orders).limit(times).toList();
        }
    }

    private void awaitTraces(String filter, List<String> expected) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(xray.traceIds(filter)).containsExactlyInAnyOrderElementsOf(expected));
    }

    private List<JsonObject> newest(List<String> ids) {
        return ids.isEmpty() ? List.of() : xray.documents(ids.subList(Math.max(0, ids.size() - 5), ids.size()));
    }

    private static void shows_the_exception(JsonObject segment) {
        assertThat(segment.getString("name")).isEqualTo("my-ecs-app");
        assertThat(segment.getBoolean("fault")).isTrue();
        assertThat(segment.getJsonObject("http").getJsonObject("response").getInteger("status")).isEqualTo(500);
        var exception = subsegment(segment, "reserve stock").getJsonObject("cause")
                .getJsonArray("exceptions")
                .getJsonObject(0);
        assertThat(exception.getString("type")).isEqualTo("OutOfStock");
        assertThat(exception.getString("message")).contains("nothing left to reserve");
    }

    private static List<String> ids(List<Answer> answers, Predicate<Answer> which) {
        return answers.stream().filter(which).map(Answer::traceId).toList();
    }

    private static JsonObject subsegment(JsonObject parent, String name) {
        return XRayCli.objects(parent, "subsegments")
                .filter(child -> name.equals(child.getString("name")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no subsegment '" + name + "' in " + parent.encodePrettily()));
    }

    private static String samplingRule(JsonObject segment) {
        return segment.getJsonObject("aws").getJsonObject("xray").getString("rule_name");
    }

    private static Predicate<JsonObject> node(String name, @Nullable String type) {
        return node -> name.equals(node.getString("Name")) && Objects.equals(type, node.getString("Type"));
    }
}
