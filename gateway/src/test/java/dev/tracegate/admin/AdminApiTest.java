package dev.tracegate.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.admin.auth.AdminAuthorization;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminApiTest {
    private static final String TRACE = "1-65a1b2c3-0123456789abcdef01234567";
    private static final String FATE = "/v1/traces/" + TRACE + "/fate";
    @TempDir
    private Path folder = Path.of("");

    @Test
    void a_trace_has_a_fate_for_each_of_its_segments() {
        try (var api = AdminApi.open(folder)) {
            api.recordSegments();

            var fate = api.json(FATE);

            assertThat(fate.getString("traceId")).isEqualTo(TRACE);
            assertThat(fate.getString("completeSince")).isEqualTo("2026-11-25T10:00:00Z");
            assertThat(fate.getInteger("seen")).isEqualTo(4);
            assertThat(fate.getJsonArray("segments")).hasSize(4)
                    .element(1)
                    .isEqualTo(new JsonObject().put("segmentId", "0000000000000002")
                            .put("tenant", "orders")
                            .put("source", "10.0.1.7:40000")
                            .put("bytes", 300)
                            .put("received", "2026-11-25T10:00:00.002Z")
                            .put("state", "dead_lettered")
                            .put("changed", "2026-11-25T10:00:01.500Z")
                            .put("reason", "InvalidSegment")
                            .put("requestId", "0f0e0d0c-1111-4222-8333-444455556666")
                            .put("decision", "kept: tenant keep rate 70 %"));
            assertThat(fate.getJsonArray("segments").getJsonObject(3).getString("decision"))
                    .isEqualTo("dropped: tenant keep rate 10 %");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1-65A1B2C3-0123456789ABCDEF01234567", "65a1b2c30123456789abcdef01234567",
            "65A1B2C30123456789abcdef01234567"})
    void a_trace_id_is_accepted_in_both_formats(String id) {
        try (var api = AdminApi.open(folder)) {
            api.recordSegments();

            assertThat(api.json("/v1/traces/" + id + "/fate").getString("traceId")).isEqualTo(TRACE);
        }
    }

    @Test
    void an_unknown_trace_is_reported_with_the_start_of_the_history() {
        try (var api = AdminApi.open(folder)) {
            var response = api.get(FATE);

            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(new JsonObject(response.body())).isEqualTo(AdminApi.problem(404, "Not Found", FATE, "not_found",
                    "No segment of " + TRACE
                            + " has been received since 2026-11-25T10:00:00Z; the history does not go back further (history.bytes)."));
        }
    }

    @Test
    void without_a_history_the_problem_names_the_setting() {
        try (var api = new AdminApi(folder, new AdminAuthorization.Open(), false, Map::of)) {
            var response = api.get(FATE);

            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(new JsonObject(response.body()).getString("message")).contains("history.bytes is 0B");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "/v1/traces/1-2-3/fate | Not a trace id: \"1-2-3\". Write it as 1-65a1b2c3-0123456789abcdef01234567, or as its 32 hex digits only.",
            "/v1/traces/1-65a1b2c3-0123456789abcdef01234567/fate?all=1 | This operation has no query parameters.",
            "/v1/dead-letters?limit=0 | limit must be 1 to 1000, was \"0\".",
            "/v1/dead-letters?limit=1001 | limit must be 1 to 1000, was \"1001\".",
            "/v1/dead-letters?limit=%2B5 | limit must be 1 to 1000, was \"+5\".",
            "/v1/dead-letters?limit= | limit must be 1 to 1000, was \"\".",
            "/v1/dead-letters?limt=5 | The query may have limit and tenant, not \"limt\"."})
    void an_invalid_parameter_is_refused_with_the_reason(String path, String message) {
        try (var api = AdminApi.open(folder)) {
            var response = api.get(path);

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
            assertThat(new JsonObject(response.body())).isEqualTo(AdminApi.problem(400, "Bad Request",
                    path.replaceFirst("\\?.*", ""), "bad_request", message));
        }
    }

    @ParameterizedTest
    @CsvSource({"GET, /v1/nothing, 404, not_found", "GET, /v1/traces//fate, 404, not_found",
            "GET, /v1/traces/1/2/fate, 404, not_found", "GET, /v1/traces/fate, 404, not_found",
            "POST, /v1/dead-letters, 405, method_not_allowed"})
    void problems_under_v1_have_a_code_and_a_message(String method, String path, int status, String error) {
        try (var api = AdminApi.open(folder)) {
            var response = api.send(method, path);

            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(new JsonObject(response.body()).getString("error")).isEqualTo(error);
            assertThat(new JsonObject(response.body()).getString("message")).isNotEmpty();
        }
    }

    @Test
    void dead_letters_are_listed_newest_first() {
        try (var api = AdminApi.open(folder)) {
            api.recordSegments();

            assertThat(api.json("/v1/dead-letters")).isEqualTo(new JsonObject()
                    .put("deadLetters", new JsonArray().add(new JsonObject().put("time", "2026-11-25T10:00:01.500Z")
                            .put("tenant", "billing")
                            .putNull("traceId")
                            .putNull("segmentId")
                            .put("code", "MissingId")
                            .put("message", "")
                            .putNull("requestId")
                            .put("bytes", 9))
                            .add(new JsonObject().put("time", "2026-11-25T10:00:01.500Z")
                                    .put("tenant", "orders")
                                    .put("traceId", TRACE)
                                    .put("segmentId", "0000000000000002")
                                    .put("code", "InvalidSegment")
                                    .put("message", "no start time")
                                    .put("requestId", "0f0e0d0c-1111-4222-8333-444455556666")
                                    .put("bytes", 300)))
                    .put("kept", 2)
                    .put("dropped", 0));
        }
    }

    @ParameterizedTest
    @CsvSource({"tenant=orders, 1", "tenant=%6frders, 1", "tenant=nobody, 0", "limit=1, 1",
            "tenant=billing&limit=1000, 1", "limit=1&limit=0, 1"})
    void dead_letters_can_be_filtered_by_tenant_and_limited_in_number(String query, int found) {
        try (var api = AdminApi.open(folder)) {
            api.recordSegments();

            assertThat(api.json("/v1/dead-letters?" + query).getJsonArray("deadLetters")).hasSize(found);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/books", "/v1/dead-letters", FATE, "/v1/nothing"})
    void every_path_under_v1_requires_the_token(String path) {
        try (var api = new AdminApi(folder, new AdminAuthorization.Bearer(AdminApi.TOKEN), true, Map::of)) {
            assertThat(api.get(path).statusCode()).isEqualTo(401);
            assertThat(new JsonObject(api.get(path).body()).getString("error")).isEqualTo("unauthorized");
        }
    }

    @Test
    void an_unexpected_exception_is_answered_with_status_500() {
        try (var api = new AdminApi(folder, new AdminAuthorization.Open(), true, () -> {
            throw new IllegalStateException("bug");
        })) {
            var response = api.get("/v1/books");

            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(new JsonObject(response.body()).getString("error")).isEqualTo("internal");
        }
    }

    /** Sends random ids and queries; each response has status 200, 400 or 404. */
    @Test
    void every_request_target_is_answered_with_a_defined_status() throws IOException {
        var random = new Random(1);
        try (var api = AdminApi.open(folder)) {
            api.recordSegments();
            for (int i = 0; i < 500; i++) {
                var target = random.nextBoolean()
                        ? "/v1/traces/" + text(random) + "/fate"
                        : "/v1/dead-letters?" + text(random) + "=" + text(random) + "&limit=" + text(random);

                assertThat(raw(api.port(), target)).as("%s", target).matches("HTTP/1.0 (200|400|404) .*");
            }
        }
    }

    private static String text(Random random) {
        var alphabet = random.nextBoolean() ? "0123456789abcdefABCDEF-" : "01-%2Fg?&=;+#/.\"{}\u00e9\\~\t";
        var text = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    /** Returns the status line for a request target that HTTP clients refuse to send. */
    private static String raw(int port, String target) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(("GET " + target + " HTTP/1.0\r\n\r\n").getBytes(UTF_8));
            var answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            return answer.lines().findFirst().orElse("");
        }
    }
}
