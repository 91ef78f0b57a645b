package dev.tracegate.embedded.api;

import static dev.tracegate.embedded.Documents.START;
import static dev.tracegate.embedded.Documents.TRACE;
import static dev.tracegate.embedded.Documents.captured;
import static dev.tracegate.embedded.Documents.entity;
import static dev.tracegate.embedded.Documents.segment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.embedded.RunningXRay;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TracesTest {
    private final RunningXRay running = new RunningXRay();

    @AfterEach
    void close() {
        running.close();
    }

    private static JsonObject ids(String... ids) {
        return new JsonObject().put("TraceIds", new JsonArray(List.of(ids)));
    }

    private JsonObject trace(String id) {
        return running.answer("/Traces", ids(id)).getJsonArray("Traces").getJsonObject(0);
    }

    private static List<JsonObject> documents(JsonObject trace) {
        return trace.getJsonArray("Segments")
                .stream()
                .map(segment -> new JsonObject(((JsonObject) segment).getString("Document")))
                .toList();
    }

    @Test
    void a_trace_is_returned_with_its_inferred_segments_root_first() {
        running.put(captured()[1], captured()[0]);

        var trace = trace(TRACE);

        assertThat(trace.getString("Id")).isEqualTo(TRACE);
        assertThat(trace.getDouble("Duration")).isEqualTo(7);
        assertThat(trace.getBoolean("LimitExceeded")).isFalse();
        var documents = documents(trace);
        assertThat(documents).extracting(document -> document.getString("name"))
                .containsExactly("front", "back", "database");
        var inferred = documents.get(2);
        var id = inferred.getString("id");
        assertThat(id).matches("[0-9a-f]{16}");
        assertThat(trace.getJsonArray("Segments").getJsonObject(2).getString("Id")).isEqualTo(id);
        assertThat(inferred).isEqualTo(new JsonObject().put("id", id)
                .put("name", "database")
                .put("start_time", START + 1)
                .put("end_time", START + 6)
                .put("http", new JsonObject().put("response", new JsonObject().put("status", 429)))
                .put("origin", "AWS::database")
                .put("trace_id", TRACE)
                .put("parent_id", "00000000000000b1")
                .put("inferred", true));
    }

    @Test
    void members_that_only_the_input_needs_are_removed_from_documents() {
        running.put(captured());

        var documents = documents(trace(TRACE));

        var request = documents.get(0)
                .getJsonArray("subsegments")
                .getJsonObject(0)
                .getJsonObject("http")
                .getJsonObject("request");
        assertThat(request.fieldNames()).containsExactly("method");
        var exception = documents.get(1).getJsonObject("cause").getJsonArray("exceptions").getJsonObject(0);
        assertThat(exception.fieldNames()).containsExactly("id", "type", "message");
    }

    @Test
    void an_independent_subsegment_is_placed_under_a_parent_that_arrives_later() {
        var child = segment(TRACE, "00000000000000c0", "work", START, START + 1).put("type", "subsegment")
                .put("parent_id", "00000000000000f0")
                .put("metadata", new JsonObject().put("type", "kept"));
        running.put(child);

        var alone = trace(TRACE);
        running.put(segment(TRACE, "00000000000000f0", "shop", START, START + 2));
        var whole = trace(TRACE);

        assertThat(alone.getJsonArray("Segments")).isEmpty();
        assertThat(alone.getValue("Duration")).isNull();
        assertThat(documents(whole)).hasSize(1);
        assertThat(documents(whole).getFirst().getJsonArray("subsegments"))
                .containsExactly(entity("00000000000000c0", "work", START, START + 1).put("metadata",
                        new JsonObject().put("type", "kept")));
    }

    @Test
    void an_aws_call_names_its_resource() {
        var aws = new JsonObject().put("operation", "PutItem").put("table_name", "orders").put("region", "x");
        var call = entity("00000000000000c0", "DynamoDB", START, START + 1).put("namespace", "aws").put("aws", aws);
        running.put(segment(TRACE, "00000000000000f0", "shop", START, START + 2).put("subsegments",
                new JsonArray().add(call)));

        var documents = documents(trace(TRACE));

        assertThat(documents.get(1).getString("name")).isEqualTo("orders");
        assertThat(documents.get(1).getString("origin")).isEqualTo("AWS::DynamoDB::Table");
        assertThat(documents.get(1).getJsonObject("aws").getJsonArray("resource_names")).containsExactly("orders");
    }

    @Test
    void text_in_every_script_and_lone_surrogates_are_preserved() {
        var odd = segment(TRACE, "00000000000000f0", "Bestellung für 李", START, START + 2)
                .put("origin", "\ud83d\ude00")
                .put("user", "half \ud83d");
        running.put(odd);

        var document = documents(trace(TRACE)).getFirst();

        assertThat(document.getString("name")).isEqualTo("Bestellung für 李");
        assertThat(document.getString("origin")).isEqualTo("\ud83d\ude00");
        assertThat(document.getString("user")).isEqualTo("half \ud83d");
    }

    /** {@code D} stands for JSON at the nesting limit of the parser. */
    @ParameterizedTest
    @ValueSource(strings = {"\"metadata\":D", "\"http\":D", "\"cause\":{\"exceptions\":[1,{\"stack\":[ ]}]}",
            "\"annotations\":{\"a\":1e400,\"b\":-1e-400,\"\":\"\"}", "\"user\":\"\\ud83d\"",
            "\"subsegments\":[{\"id\":\"00000000000000c0\",\"name\":\"S3\",\"namespace\":\"aws\",\"start_time\":1e300,"
                    + "\"end_time\":12345678901234567890123,\"aws\":{\"x\":1e999}}]",
            "\"x\":1,\"x\" : 1.0 , \"id\":\"00000000000000f0\"",
            "\"metadata\":{\"n\":1234567890.12345678901234567890}"})
    void an_accepted_document_is_returned_unchanged(String member) {
        int deep = 990;
        var text = "{\"id\":\"00000000000000f0\",\"trace_id\":\"" + TRACE
                + "\", \"name\" : \"n\",\"start_time\":1e9,\"end_time\":1000000001.0,"
                + member.replace("D", "[".repeat(deep) + "]".repeat(deep)) + "}\n";
        var accepted = running.answer("/TraceSegments",
                new JsonObject().put("TraceSegmentDocuments", new JsonArray().add(text)));
        assertThat(accepted.getJsonArray("UnprocessedTraceSegments")).isEmpty();

        var document = trace(TRACE).getJsonArray("Segments").getJsonObject(0).getString("Document");

        assertThat(document).isEqualTo(text.replace("\"stack\":[ ]", ""));
        var window = new JsonObject().put("StartTime", 1e9).put("EndTime", 2e9);
        assertThat(running.answer("/TraceSummaries", window).getJsonArray("TraceSummaries")).hasSize(1);
    }

    @Test
    void every_operation_reads_the_deepest_accepted_document() {
        var deepest = entity("%016x".formatted(499), "deep", START, START + 1).put("namespace", "remote");
        for (int level = 498; level > 0; level--) {
            deepest = entity("%016x".formatted(level), "deep", START, START + 1).put("subsegments",
                    new JsonArray().add(deepest));
        }

        var answer = running.put(segment(TRACE, "00000000000000f0", "shop", START, START + 2).put("subsegments",
                new JsonArray().add(deepest)));

        assertThat(answer.getJsonArray("UnprocessedTraceSegments")).isEmpty();
        assertEveryReadAnswers();
    }

    @Test
    void every_operation_reads_a_long_chain_of_independent_subsegments() {
        for (int from = 1; from < 1500; from += 50) {
            running.put(IntStream.range(from, from + 50)
                    .mapToObj(number -> segment(TRACE, "%016x".formatted(number), "link", START, START + 1)
                            .put("type", "subsegment")
                            .put("parent_id", "%016x".formatted(number - 1)))
                    .toArray(JsonObject[]::new));
        }
        running.put(segment(TRACE, "0000000000000000", "shop", START, START + 2));

        assertEveryReadAnswers();
    }

    private void assertEveryReadAnswers() {
        assertThat(trace(TRACE).getJsonArray("Segments")).isNotEmpty();
        assertThat(running.answer("/TraceGraph", ids(TRACE)).getJsonArray("Services")).isNotEmpty();
        var window = new JsonObject().put("StartTime", START).put("EndTime", START + 9);
        assertThat(running.answer("/ServiceGraph", window).getJsonArray("Services")).isNotEmpty();
        assertThat(running.answer("/TimeSeriesServiceStatistics", window.copy().put("EndTime", START + 99))
                .getJsonArray("TimeSeriesServiceStatistics")).isNotEmpty();
        assertThat(running.answer("/TraceSummaries", window.put("FilterExpression", "service(\"shop\") AND !fault"))
                .getJsonArray("TraceSummaries")).isNotEmpty();
    }

    @Test
    void an_unknown_trace_is_omitted_and_not_reported_as_unprocessed() {
        var answer = running.answer("/Traces", ids(TRACE));

        assertThat(answer.encode()).isEqualTo("{\"Traces\":[],\"UnprocessedTraceIds\":[],\"NextToken\":null}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"TraceIds\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\"]} | InvalidRequestException: Exceeding maximum query size: 5",
            "{\"TraceIds\":[\"a\",\"a\"]} | InvalidRequestException: Containing duplicate trace ids",
            "{\"TraceIds\":[\"a\"]} | InvalidRequestException: Invalid trace id a: incorrect id format",
            "{\"TraceIds\":[],\"NextToken\":\"x\"} | InvalidRequestException: NextToken is currently not supported",
            "{\"TraceIds\":\"a\"} | SerializationException: traceIds must be a list",
            "{\"TraceIds\":[\"\"]} | ValidationException: 1 validation error detected: Value with a member of invalid length at 'traceIds' failed to satisfy constraint: Member must have length between 1 and 35"})
    void batch_get_traces_refuses_invalid_input_like_x_ray(String input, String error) {
        assertThat(running.error("/Traces", new JsonObject(input))).isEqualTo("400 " + error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"{\"TraceIds\":[]} | Zero trace ids provided",
            "{\"TraceIds\":[\"a\",\"b\"]} | Currently only one trace Id is supported",
            "{\"TraceIds\":[\"a\"]} | Invalid traceId. ErrorCode: InvalidId",
            "{\"TraceIds\":[\"1-581cf771-a006649127e371903a2de979\"]} | Trace id not found",
            "{\"TraceIds\":[\"a\"],\"NextToken\":\"x\"} | NextToken is currently not supported"})
    void get_trace_graph_refuses_invalid_input_like_x_ray(String input, String message) {
        assertThat(running.error("/TraceGraph", new JsonObject(input)))
                .isEqualTo("400 InvalidRequestException: " + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"StartTime\":2,\"EndTime\":1} | InvalidRequestException: End time cannot be earlier than start time",
            "{\"StartTime\":1,\"EndTime\":2,\"GroupName\":\"x\"} | InvalidRequestException: Group not found.",
            "{\"StartTime\":1,\"EndTime\":2,\"NextToken\":\"x\"} | InvalidRequestException: NextToken is currently not supported",
            "{\"StartTime\":\"2026-01-01\",\"EndTime\":2} | SerializationException: startTime must be a number of epoch seconds"})
    void get_service_graph_refuses_invalid_input_like_x_ray(String input, String error) {
        assertThat(running.error("/ServiceGraph", new JsonObject(input))).isEqualTo("400 " + error);
    }

    @Test
    void the_service_graph_of_a_window_without_traces_is_empty() {
        var answer = running.answer("/ServiceGraph", new JsonObject().put("StartTime", 1).put("EndTime", 2.5e9));

        assertThat(answer.encode()).isEqualTo(
                "{\"StartTime\":null,\"EndTime\":null,\"Services\":[],\"ContainsOldGroupVersions\":false,\"NextToken\":null}");
    }

    @Test
    void the_service_graph_has_the_start_times_of_its_traces() {
        running.put(captured());
        running.put(segment("1-581cf771-000000000000000000000001", "00000000000000f0", "front", START + 90.5,
                START + 91));

        var answer = running.answer("/ServiceGraph",
                new JsonObject().put("StartTime", START).put("EndTime", START).put("GroupName", "Default"));

        assertThat(answer.getDouble("StartTime")).isEqualTo(START);
        assertThat(answer.getDouble("EndTime")).isEqualTo(START + 91);
        var services = answer.getJsonArray("Services").stream().map(JsonObject.class::cast).toList();
        assertThat(services).extracting(service -> service.getString("Name"))
                .containsExactly("back", "database", "front", "front");
        assertThat(services).extracting(service -> service.getDouble("EndTime"))
                .containsExactly(START + 1, START + 1, START + 91, START + 91);
        assertThat(services.get(2).getJsonObject("SummaryStatistics").getInteger("OkCount")).isEqualTo(2);
        assertThat(services.get(2).getJsonArray("Edges").getJsonObject(0).getDouble("EndTime"))
                .isEqualTo(START + 91);
    }
}
