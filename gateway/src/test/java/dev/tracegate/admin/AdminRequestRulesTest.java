package dev.tracegate.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The paths, methods, headers and bodies that the admin server accepts. */
class AdminRequestRulesTest extends AdminServerSetup {
    @Test
    void the_index_lists_the_paths() {
        var response = get(started(), "/");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("/health/live", "/health/ready", "/metrics");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/health/live/", "/metrics/../metrics", "/Health/Live", "//metrics",
            "/%6detrics", "/metrics/%2e%2e/metrics", "/favicon.ico"})
    void every_other_path_is_not_found(String path) {
        var response = get(started(), path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(new JsonObject(response.body())).isEqualTo(AdminApi.problem(404, "Not Found", path, "not_found",
                "There is no such path. GET / lists the paths."));
    }

    @Test
    void a_query_is_ignored() {
        assertThat(get(started(), "/health/live?verbose=1").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"})
    void other_methods_are_refused_with_the_allowed_ones(String method) {
        var response = send(HttpRequest.newBuilder(uri(started(), "/metrics")).method(method, NO_BODY));

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).contains("GET, HEAD");
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health/live", "/health/ready", "/metrics"})
    void head_returns_the_headers_of_get_without_a_body(String path) {
        var server = started();

        var head = send(HttpRequest.newBuilder(uri(server, path)).HEAD());

        var get = get(server, path);
        assertThat(head.statusCode()).isEqualTo(get.statusCode());
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().map()).isEqualTo(get.headers().map());
        assertThat(head.headers().firstValueAsLong("content-length")).hasValue(get.body().getBytes(UTF_8).length);
    }

    @Test
    void a_body_is_not_read() throws IOException {
        var server = started();

        var answer = raw(server, """
                GET /health/live HTTP/1.1\r
                Host: localhost\r
                Transfer-Encoding: chunked\r
                \r
                """);

        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("connection: close");
    }

    @Test
    void a_refused_method_is_answered_before_its_body_arrives() throws IOException {
        var answer = raw(started(), """
                POST /metrics HTTP/1.1\r
                Host: localhost\r
                Content-Length: 1000000000\r
                \r
                """);

        assertThat(answer).startsWith("HTTP/1.1 405 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"attacker.example", "attacker.example:2080", "127.0.0.1.attacker.example", "10.0.0.1", "x"})
    void a_request_with_a_foreign_host_header_is_refused_against_dns_rebinding(String host) throws IOException {
        assertThat(raw(started(), "GET /metrics HTTP/1.1\r\nHost: " + host + "\r\n\r\n")).startsWith("HTTP/1.1 421 ")
                .contains("The Host header is \\\"" + host + "\\\"")
                .doesNotContain("page in");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:1", "127.0.0.1:2080", "127.0.0.2", "[::1]:2080", "[::1]"})
    void every_name_of_the_loopback_is_accepted(String host) throws IOException {
        assertThat(raw(started(), "GET /metrics HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void http_1_1_without_a_host_is_a_bad_request() throws IOException {
        assertThat(raw(started(), "GET /metrics HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    }

    /** A shell sends such a request through {@code /dev/tcp}. */
    @Test
    void answers_http_1_0_and_closes_the_connection() throws IOException {
        assertThat(raw(started(), "GET /health/live HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.0 200 OK\r\n")
                .endsWith("{\"status\":\"live\"}\n");
    }

    @ParameterizedTest
    @CsvSource({"uri, 414", "header, 431"})
    void an_oversized_uri_or_header_is_refused(String what, String status) throws IOException {
        var uri = what.equals("uri") ? "/" + "x".repeat(2_000) : "/";
        var header = what.equals("header") ? "x".repeat(10_000) : "x";

        var answer = raw(started(), "GET " + uri + " HTTP/1.1\r\nHost: localhost\r\nX-Long: " + header + "\r\n\r\n");

        assertThat(answer.lines().findFirst().orElse("")).contains(" " + status + " ");
    }
}
