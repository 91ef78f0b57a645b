package dev.tracegate.embedded;

import static dev.tracegate.embedded.RunningXRay.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.embedded.store.StoreLimits;
import dev.tracegate.ingest.tcp.ApiCall;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedXRayTest {
    private static final JsonObject NOTHING = new JsonObject();
    private final RunningXRay running = new RunningXRay();

    @AfterEach
    void close() {
        running.close();
    }

    private static JsonObject telemetry() {
        var record = new JsonObject().put("Timestamp", NOW).put("SegmentsReceivedCount", 5);
        return new JsonObject().put("TelemetryRecords", new JsonArray().add(record)).put("Hostname", "here");
    }

    @Test
    void a_response_is_json_with_a_request_id() {
        var reply = running.post("/TelemetryRecords", telemetry());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().toString()).isEqualTo("{}");
        assertThat(reply.headers().get("content-type")).isEqualTo("application/json");
        assertThat(reply.headers().get("x-amzn-requestid")).isEqualTo("00000000-0000-0001-0000-000000000002");
    }

    @Test
    void an_error_type_of_x_ray_is_in_header_and_body() {
        var reply = running.post("/TraceSegments", new JsonObject().put("TraceSegmentDocuments", new JsonArray()));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.headers().get("x-amzn-errortype")).isEqualTo("InvalidRequestException");
        assertThat(reply.body().toJsonObject()).isEqualTo(new JsonObject().put("__type", "InvalidRequestException")
                .put("Message", "Segments can not be empty"));
    }

    @Test
    void a_validation_error_has_its_message_under_a_lower_case_key() {
        var reply = running.post("/TraceSegments", NOTHING);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body().toJsonObject()).isEqualTo(new JsonObject().put("__type", "ValidationException")
                .put("message",
                        "1 validation error detected: Value null at 'traceSegmentDocuments' failed to satisfy constraint: Member must not be null"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"NextToken\":null}", "{\"Unknown\":[1,{}],\"NextToken\":\"any\"}"})
    void every_form_of_an_empty_input_is_accepted(String body) {
        assertThat(running.call("POST", "/GetSamplingRules", body).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "17", "null", "{} {}", "{} // x", "/* x */ {}", "\u0000"})
    void a_body_that_is_not_a_json_object_is_a_serialization_exception(String body) {
        var reply = running.call("POST", "/GetSamplingRules", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.headers().get("x-amzn-ErrorType")).isEqualTo("SerializationException");
    }

    @Test
    void a_path_outside_the_api_is_an_unknown_operation() {
        assertThat(running.error("/Nothing", NOTHING))
                .isEqualTo("404 UnknownOperationException: /Nothing is not a path of the X-Ray API");
        assertThat(running.call("POST", "/", "Action=ListUsers").status()).isEqualTo(404);
    }

    @Test
    void only_post_is_supported() {
        var reply = running.call("GET", "/TraceSummaries", "");

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.headers().get("Allow")).isEqualTo("POST");
        assertThat(reply.body().toString()).contains("GET is not supported");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CreateGroup", "UpdateGroup", "TagResource", "StartTraceRetrieval"})
    void an_unsupported_operation_is_an_invalid_request(String name) {
        assertThat(running.error("/" + name, NOTHING)).isEqualTo(
                "400 InvalidRequestException: " + name + " is not supported by the embedded X-Ray");
    }

    @Test
    void sts_returns_the_caller_identity() {
        var reply = running.call("POST", "/", "Action=GetCallerIdentity&Version=2011-06-15");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().get("content-type")).isEqualTo("text/xml");
        assertThat(reply.body().toString()).contains("<Account>000000000000</Account>")
                .contains("<RequestId>00000000-0000-0001-0000-000000000002</RequestId>");
    }

    @Test
    void accepts_50_documents_and_refuses_51() {
        var fifty = new ArrayList<>(Collections.nCopies(50, "{"));

        var answer = running.answer("/TraceSegments", new JsonObject().put("TraceSegmentDocuments", fifty));
        fifty.add("{");
        var error = running.error("/TraceSegments", new JsonObject().put("TraceSegmentDocuments", fifty));

        assertThat(answer.getJsonArray("UnprocessedTraceSegments")).hasSize(50);
        assertThat(error).isEqualTo("400 InvalidRequestException: Exceeding maximum segment count: 50");
    }

    @Test
    void documents_must_be_strings() {
        var input = new JsonObject().put("TraceSegmentDocuments", new JsonArray().add(new JsonObject()));

        assertThat(running.error("/TraceSegments", input)).startsWith("400 SerializationException: ");
    }

    @Test
    void an_invalid_document_is_named_and_the_others_are_stored() {
        var good = Documents.segment(Documents.TRACE, "00000000000000f0", "shop", NOW, NOW + 1);
        var bad = Documents.segment(Documents.TRACE, "00000000000000f1", "", NOW, NOW + 1);

        var answer = running.put(bad, good);

        assertThat(answer).isEqualTo(new JsonObject().put("UnprocessedTraceSegments",
                new JsonArray().add(new JsonObject().put("Id", "00000000000000f1")
                        .put("ErrorCode", "MissingName")
                        .put("Message", "Invalid segment. ErrorCode: MissingName"))));
        var traces = running.answer("/Traces",
                new JsonObject().put("TraceIds", new JsonArray().add(Documents.TRACE)));
        assertThat(traces.getJsonArray("Traces").getJsonObject(0).getJsonArray("Segments")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"TelemetryRecords\":[]} | InvalidRequestException: Telemetry records cannot be empty",
            "{} | ValidationException: 1 validation error detected: Value null at 'telemetryRecords' failed to satisfy constraint: Member must not be null",
            "{\"TelemetryRecords\":[{}]} | ValidationException: 1 validation error detected: Value null at 'telemetryRecords.1.member.timestamp' failed to satisfy constraint: Member must not be null",
            "{\"TelemetryRecords\":[{\"Timestamp\":\"1790000000\"}]} | SerializationException: telemetryRecords.1.member.timestamp must be a number of epoch seconds"})
    void telemetry_is_checked(String input, String error) {
        assertThat(running.error("/TelemetryRecords", new JsonObject(input))).isEqualTo("400 " + error);
    }

    @Test
    void settings_groups_and_tags_are_those_of_a_new_account() {
        assertThat(running.answer("/EncryptionConfig", NOTHING).encode())
                .isEqualTo("{\"EncryptionConfig\":{\"KeyId\":null,\"Status\":\"ACTIVE\",\"Type\":\"NONE\"}}");
        var group = running.answer("/Groups", NOTHING).getJsonArray("Groups").getJsonObject(0);
        assertThat(group.getString("GroupName")).isEqualTo("Default");
        assertThat(running.error("/Groups", new JsonObject().put("NextToken", "x")))
                .isEqualTo("400 InvalidRequestException: Next Token not supported");
        var named = running.answer("/GetGroup", new JsonObject().put("GroupARN", group.getString("GroupARN")));
        assertThat(named.getJsonObject("Group")).isEqualTo(group);
        assertThat(running.error("/GetGroup", new JsonObject().put("GroupName", "mine")))
                .isEqualTo("400 InvalidRequestException: Group not found");
        assertThat(running.answer("/ListResourcePolicies", NOTHING).encode())
                .isEqualTo("{\"ResourcePolicies\":[],\"NextToken\":null}");
        var tags = running.answer("/ListTagsForResource",
                new JsonObject().put("ResourceARN", group.getString("GroupARN")));
        assertThat(tags.encode()).isEqualTo("{\"Tags\":[],\"NextToken\":null}");
        var insights = new JsonObject().put("GroupName", "Default").put("StartTime", 1).put("EndTime", 2);
        assertThat(running.answer("/InsightSummaries", insights).encode())
                .isEqualTo("{\"InsightSummaries\":[],\"NextToken\":null}");
    }

    @Test
    void expired_traces_are_deleted_periodically() {
        var limits = new StoreLimits(Duration.ofMinutes(5), 1 << 20);
        var swept = RunningXRay
                .await(EmbeddedXRay.open(running.vertx, null, limits, running.rules, 1, running.clock, UUID::randomUUID,
                        Duration.ofMillis(5)));
        var document = Documents.segment(Documents.TRACE, "00000000000000f0", "shop", NOW, NOW + 1).encode();
        RunningXRay.await(swept.store(() -> List.of(document)));

        running.clock.advance(Duration.ofMinutes(6));

        var ids = Buffer.buffer("{\"TraceIds\":[\"" + Documents.TRACE + "\"]}");
        var get = new ApiCall("POST", "/Traces", MultiMap.caseInsensitiveMultiMap(), ids,
                SocketAddress.inetSocketAddress(1, "127.0.0.1"));
        Awaitility.await()
                .untilAsserted(() -> assertThat(RunningXRay.await(swept.answer(get)).body().toString())
                        .startsWith("{\"Traces\":[],"));
        RunningXRay.await(swept.close());
    }
}
