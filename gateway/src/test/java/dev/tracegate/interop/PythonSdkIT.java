package dev.tracegate.interop;

import static dev.tracegate.interop.XRayCli.objects;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The X-Ray SDK for Python, read back with boto3's paginators. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class PythonSdkIT {
    private static PythonVenv venv;
    private static DistributionProcess gateway;
    private static JsonObject sent;
    private static JsonObject read = new JsonObject();

    @BeforeAll
    static void send_and_read_back() {
        venv = PythonVenv.ready();
        gateway = DistributionProcess.start("python");
        sent = venv.run(gateway, "traces.py");
        var ids = List.of("plain", "failing", "streamed", "unfinished", "finished_later")
                .stream()
                .map(sent::getString)
                .toArray(String[]::new);
        await().atMost(Duration.ofSeconds(45)).untilAsserted(() -> {
            read = venv.run(gateway, "read_back.py", ids);
            assertThat(objects(streamed(), "subsegments")).hasSize(40);
            assertThat(documents("finished_later").getFirst().containsKey("end_time")).isTrue();
            assertThat(read.getJsonObject("traces").fieldNames()).contains(ids);
        });
        // the summaries were asked for before the traces, and may be a moment older
        read = venv.run(gateway, "read_back.py", ids);
    }

    @AfterAll
    static void stop() {
        // null where this machine has no Python: JUnit comes here all the same
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void annotations_http_data_and_the_user_are_in_the_summary() {
        var summary = summary("plain");

        assertThat(summary.getJsonObject("Http").getString("HttpURL")).isEqualTo("http://shop.test/cart?id=7");
        assertThat(summary.getJsonObject("Http").getInteger("HttpStatus")).isEqualTo(200);
        assertThat(annotation(summary, "cart").getDouble("NumberValue")).isEqualTo(7);
        assertThat(annotation(summary, "express").getBoolean("BooleanValue")).isTrue();
        assertThat(objects(summary, "Users")).extracting(user -> user.getString("UserName")).containsExactly("ada");
        assertThat(summary.getBoolean("HasFault")).isFalse();
    }

    @Test
    void metadata_is_returned_unchanged() {
        var front = documents("plain").stream()
                .filter(document -> named(document, "py-front"))
                .findFirst()
                .orElseThrow();

        assertThat(front.getJsonObject("metadata")
                .getJsonObject("shop")
                .getJsonArray("lines")
                .getJsonObject(0)
                .getString("item")).isEqualTo("tëapot");
    }

    @Test
    void an_exception_is_a_fault_and_keeps_its_type_and_message() {
        var charge = objects(documents("failing").getFirst(), "subsegments").findFirst().orElseThrow();

        var exception = charge.getJsonObject("cause").getJsonArray("exceptions").getJsonObject(0);
        assertThat(exception.getString("type")).isEqualTo("ValueError");
        assertThat(exception.getString("message")).isEqualTo("the card has expired");
        assertThat(summary("failing").getBoolean("HasFault")).isTrue();
    }

    @Test
    void the_summary_names_the_root_cause_of_a_fault() {
        assertThat(objects(summary("failing"), "FaultRootCauses")).hasSize(1)
                .allSatisfy(cause -> assertThat(cause.encode()).contains("py-failing", "the card has expired"));
    }

    @Test
    void subsegments_sent_as_separate_documents_are_merged_into_their_segment() {
        assertThat(documents("streamed")).hasSize(1);
        assertThat(objects(streamed(), "subsegments")).extracting(part -> part.getString("name"))
                .contains("part 0", "part 39")
                .doesNotHaveDuplicates();
    }

    @Test
    void a_segment_in_progress_is_a_trace_without_duration() {
        assertThat(documents("unfinished").getFirst().getBoolean("in_progress")).isTrue();
        assertThat(trace("unfinished").getValue("Duration")).isNull();
        assertThat(summary("unfinished").getValue("Duration")).isNull();
    }

    @Test
    void the_finished_version_replaces_the_one_in_progress() {
        assertThat(documents("finished_later")).hasSize(1);
        // the SDK for Python says false where others leave the field out
        assertThat(documents("finished_later").getFirst().getBoolean("in_progress", false)).isFalse();
        assertThat(annotation(summary("finished_later"), "outcome").getString("StringValue")).isEqualTo("done");
    }

    @Test
    void the_graphs_contain_the_calls_between_services() {
        assertThat(objects(read, "service_graph")).extracting(node -> node.getString("Name"))
                .contains("py-front", "py-back", "py-failing", "py-streamed");
        var front = node("trace_graph", "py-front");
        var back = node("trace_graph", "py-back");
        assertThat(front.getBoolean("Root")).isTrue();
        assertThat(objects(front, "Edges")).extracting(edge -> edge.getInteger("ReferenceId"))
                .containsExactly(back.getInteger("ReferenceId"));
        assertThat(back.getJsonObject("SummaryStatistics").getInteger("OkCount")).isEqualTo(1);
    }

    @Test
    void the_sampling_rules_contain_the_default_rule() {
        var rule = objects(read, "rules").map(record -> record.getJsonObject("SamplingRule"))
                .filter(candidate -> "Default".equals(candidate.getString("RuleName")))
                .findFirst()
                .orElseThrow();

        assertThat(rule.getDouble("FixedRate")).isEqualTo(0.05);
        assertThat(rule.getInteger("ReservoirSize")).isEqualTo(1);
        assertThat(rule.getInteger("Priority")).isEqualTo(10_000);
    }

    @Test
    void sampling_targets_are_returned_for_known_rules_and_unknown_ones_are_named() {
        var targets = read.getJsonObject("targets");

        assertThat(objects(targets, "SamplingTargetDocuments")).extracting(target -> target.getString("RuleName"))
                .containsExactly("Default");
        assertThat(objects(targets, "UnprocessedStatistics")).extracting(entry -> entry.getString("RuleName"))
                .containsExactly("no-such-rule");
        assertThat(targets.containsKey("LastRuleModification")).isTrue();
    }

    @Test
    void the_sampler_of_the_sdk_uses_the_rules_of_the_gateway() {
        assertThat(venv.run(gateway, "sampled.py").getString("rule")).isEqualTo("Default");
    }

    private static JsonObject streamed() {
        return documents("streamed").getFirst();
    }

    private static JsonObject trace(String kind) {
        var traces = read.getJsonObject("traces");
        assertThat(traces.fieldNames()).contains(sent.getString(kind));
        return traces.getJsonObject(sent.getString(kind));
    }

    private static List<JsonObject> documents(String kind) {
        var documents = objects(trace(kind), "Documents").toList();
        assertThat(documents).as("documents of trace '%s'", kind).isNotEmpty();
        return documents;
    }

    private static JsonObject summary(String kind) {
        return read.getJsonObject("summaries").getJsonObject(sent.getString(kind));
    }

    private static JsonObject annotation(JsonObject summary, String key) {
        return summary.getJsonObject("Annotations").getJsonArray(key).getJsonObject(0).getJsonObject("AnnotationValue");
    }

    /** A service's own node; the client node bears its name too, but has a type. */
    private static JsonObject node(String graph, String name) {
        return objects(read, graph).filter(node -> named(node, name) && node.getValue("Type") == null)
                .findFirst()
                .orElseThrow();
    }

    private static boolean named(JsonObject object, String name) {
        return name.equals(object.getString("name", object.getString("Name")));
    }
}
