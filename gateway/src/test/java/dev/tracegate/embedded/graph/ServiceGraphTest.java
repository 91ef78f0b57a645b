package dev.tracegate.embedded.graph;

import static dev.tracegate.embedded.Documents.START;
import static dev.tracegate.embedded.Documents.TRACE;
import static dev.tracegate.embedded.Documents.captured;
import static dev.tracegate.embedded.Documents.entity;
import static dev.tracegate.embedded.Documents.segment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.embedded.model.Trace;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ServiceGraphTest {

    private static List<JsonObject> services(JsonObject... documents) {
        var graph = new ServiceGraph();
        graph.add(Trace.assemble(TRACE, Stream.of(documents).map(JsonObject::encode).toList(), 1, START));
        return GraphJson.ofTrace(graph).stream().map(JsonObject.class::cast).toList();
    }

    /** {@code ok/throttle/error/fault/total seconds}. */
    private static String statistics(JsonObject json) {
        var statistics = json.getJsonObject("SummaryStatistics");
        if (statistics == null) {
            return "none";
        }
        var errors = statistics.getJsonObject("ErrorStatistics");
        return statistics.getInteger("OkCount") + "/" + errors.getInteger("ThrottleCount") + "/"
                + errors.getInteger("OtherCount") + "/"
                + statistics.getJsonObject("FaultStatistics").getInteger("TotalCount") + "/"
                + statistics.getDouble("TotalResponseTime");
    }

    private static String summary(JsonObject service) {
        var edges = service.getJsonArray("Edges")
                .stream()
                .map(JsonObject.class::cast)
                .map(edge -> " ->" + edge.getInteger("ReferenceId") + " " + statistics(edge))
                .toList();
        return service.getInteger("ReferenceId") + " " + service.getString("Name") + " " + service.getString("Type")
                + " " + service.getString("State") + " " + statistics(service) + String.join("", edges);
    }

    @Test
    void equals_the_graph_of_x_ray_for_the_captured_trace() {
        var services = services(captured());

        assertThat(services).extracting(ServiceGraphTest::summary)
                .containsExactly("0 back null active 0/0/0/1/6.5 ->1 0/1/0/0/5.0",
                        "1 database AWS::database unknown 0/1/0/0/5.0",
                        "2 front null active 1/0/0/0/2.0 ->0 0/0/0/1/1.5",
                        "3 front client unknown none ->2 1/0/0/0/2.0");
        assertThat(services).extracting(service -> service.getBoolean("Root")).containsExactly(null, null, true, null);
        var alias = services.get(2).getJsonArray("Edges").getJsonObject(0).getJsonArray("Aliases");
        assertThat(alias.encode()).isEqualTo("[{\"Name\":\"back\",\"Names\":[\"back\"],\"Type\":\"remote\"}]");
        assertThat(services).allSatisfy(service -> assertThat(service.getValue("StartTime")).isNull());
    }

    @Test
    void counts_are_encoded_as_integers() {
        var text = new JsonArray(services(captured())).encode();

        assertThat(text).contains("\"OkCount\":1,", "\"ReferenceId\":3,", "\"Count\":1}")
                .doesNotContain("Count\":1.0", "Id\":3.0");
    }

    @Test
    void the_response_time_ends_with_the_segment_and_the_duration_with_its_last_subsegment() {
        var late = entity("00000000000000c0", "afterwards", START + 1, START + 3.25);
        var services = services(
                segment(TRACE, "00000000000000f0", "shop", START, START + 2).put("subsegments",
                        new JsonArray().add(late)));

        assertThat(services.get(0).getJsonArray("ResponseTimeHistogram").encode())
                .isEqualTo("[{\"Value\":2.0,\"Count\":1}]");
        assertThat(services.get(0).getJsonArray("DurationHistogram").encode())
                .isEqualTo("[{\"Value\":3.25,\"Count\":1}]");
    }

    @Test
    void an_edge_between_segments_has_the_statistics_of_the_callee() {
        var services = services(segment(TRACE, "00000000000000f0", "front", START, START + 2),
                segment(TRACE, "00000000000000b0", "back", START, START + 1).put("parent_id", "00000000000000f0")
                        .put("error", true));

        assertThat(services).extracting(ServiceGraphTest::summary)
                .containsExactly("0 back null active 0/0/1/0/1.0", "1 front null active 1/0/0/0/2.0 ->0 0/0/1/0/1.0",
                        "2 front client unknown none ->1 1/0/0/0/2.0");
    }

    @Test
    void a_local_subsegment_is_not_a_node_and_its_calls_belong_to_the_segment() {
        var call = entity("00000000000000c1", "api.example.com", START, START + 1).put("namespace", "remote");
        var local = entity("00000000000000c0", "local", START, START + 1).put("namespace", "local")
                .put("subsegments", new JsonArray().add(call));

        var services = services(segment(TRACE, "00000000000000f0", "shop", START, START + 2).put("subsegments",
                new JsonArray().add(local)));

        assertThat(services).extracting(ServiceGraphTest::summary)
                .containsExactly("0 api.example.com remote unknown 1/0/0/0/1.0",
                        "1 shop null active 1/0/0/0/2.0 ->0 1/0/0/0/1.0",
                        "2 shop client unknown none ->1 1/0/0/0/2.0");
    }

    @Test
    void a_segment_in_progress_has_no_statistics() {
        var open = segment(TRACE, "00000000000000f0", "shop", START, 0).put("in_progress", true);
        open.remove("end_time");

        var services = services(open);

        assertThat(services).extracting(ServiceGraphTest::summary)
                .containsExactly("0 shop null active 0/0/0/0/0.0", "1 shop client unknown none ->0 0/0/0/0/0.0");
    }

    @Test
    void a_trace_without_a_segment_adds_nothing() {
        assertThat(services(segment(TRACE, "00000000000000c0", "work", START, START + 1).put("type", "subsegment")
                .put("parent_id", "00000000000000f0"))).isEmpty();
    }

    @Test
    void a_histogram_of_many_durations_keeps_two_digits_per_value() {
        var histogram = new Histogram();

        for (int millis = 1; millis <= 2000; millis++) {
            histogram.add(millis / 1000.0);
        }

        var entries = histogram.json().stream().map(JsonObject.class::cast).toList();
        assertThat(entries).hasSizeLessThan(300);
        assertThat(entries.stream().mapToInt(entry -> entry.getInteger("Count")).sum()).isEqualTo(2000);
        assertThat(entries.getLast().getDouble("Value")).isEqualTo(2.0);
    }
}
