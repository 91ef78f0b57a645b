package dev.tracegate.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.admin.auth.AdminAuthorization;
import dev.tracegate.admin.http.AdminOperation;
import dev.tracegate.admin.http.AdminResponse;
import dev.tracegate.admin.read.GetLivenessHandler;
import dev.tracegate.testkit.Capacities;
import dev.tracegate.testkit.OnLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The routing of requests to operations, with operations of the test. */
class AdminRouterTest {
    private static final String TOKEN = "a-token-of-good-length";

    private final Vertx vertx = Vertx.vertx();
    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void close() {
        OnLoop.await(vertx.close());
    }

    @ParameterizedTest
    @CsvSource({"/v1/items/a, a", "/v1/items/a%20b, a b", "/v1/items/a%2Fb, a/b", "/v1/items/%F0%9F%92%A1, 💡"})
    void a_path_parameter_arrives_decoded(String path, String parameter) throws IOException {
        var port = start(new AdminAuthorization.Open());

        assertThat(body(exchange(port, "GET " + path))).isEqualTo(parameter + "\n");
    }

    @ParameterizedTest
    @CsvSource({"/v1/items/a%, 400", "/v1/items/%zz, 400", "/v1/items/a?x=%, 400", "/v1/items/a?%zz=1, 400", "/%, 400",
            "/v1/items/, 404", "/v1/items/a/, 404", "/v1/items/a//b, 404", "/v1/items/./a, 404", "/v1/%69tems/a, 404",
            "*, 404", "items, 404"})
    void a_malformed_or_non_normalized_path_is_refused(String path, int status) throws IOException {
        var answer = exchange(start(new AdminAuthorization.Open()), "GET " + path);

        assertThat(answer).startsWith("HTTP/1.0 " + status + " ")
                .contains("\r\ncontent-type: application/problem+json\r\n");
        var problem = new JsonObject(body(answer));
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(problem.getString("instance")).isEqualTo(path.replaceFirst("\\?.*", ""));
    }

    /** The Allow header lists the methods of all operations of the path. */
    @Test
    void two_operations_share_a_path() throws IOException {
        var port = start(new AdminAuthorization.Open());

        assertThat(body(exchange(port, "PUT /v1/items/a"))).isEqualTo("put a\n");
        assertThat(body(exchange(port, "GET /v1/items/a"))).isEqualTo("a\n");
        assertThat(exchange(port, "DELETE /v1/items/a")).startsWith("HTTP/1.0 405 ")
                .contains("\r\nallow: GET, HEAD, PUT\r\n");
    }

    /** A caller without the token must not learn which paths and methods exist. */
    @ParameterizedTest
    @CsvSource({"GET, /v1/items/a", "PUT, /v1/items/a", "DELETE, /v1/items/a", "GET, /v1/nothing", "GET, /v1"})
    void under_v1_the_token_is_checked_before_the_path_and_the_method(String method, String path) throws IOException {
        var port = start(new AdminAuthorization.Bearer(TOKEN));

        var without = exchange(port, method + " " + path);
        var with = exchange(port, method + " " + path, "Authorization: bearer " + TOKEN);

        assertThat(without).startsWith("HTTP/1.0 401 ").doesNotContain("\r\nallow:");
        assertThat(with).matches("(?s)HTTP/1.0 (200|404|405) .*");
    }

    /** 63 of the 64 connections wait for an operation that never ends; the remaining one serves the health checks. */
    @Test
    void health_answers_while_other_operations_wait() throws IOException {
        var port = start(new AdminAuthorization.Open());
        var waiting = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 63; i++) {
                waiting.add(send(port, "GET /waits HTTP/1.0\r\n\r\n"));
            }
            for (int i = 0; i < 10; i++) {
                assertThat(exchange(port, "GET /health/live")).startsWith("HTTP/1.0 200 ");
            }
        } finally {
            for (var socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void an_operation_that_throws_or_fails_is_answered_with_status_500_without_the_reason() throws IOException {
        var port = start(new AdminAuthorization.Open());

        for (var path : List.of("/throws", "/fails")) {
            var answer = exchange(port, "GET " + path);

            assertThat(answer).startsWith("HTTP/1.0 500 ").doesNotContain("secret");
            assertThat(new JsonObject(body(answer)).getString("error")).isEqualTo("internal");
        }
    }

    private int start(AdminAuthorization authorization) {
        var item = AdminOperation.get("getItem", "/v1/items/{item}", "",
                request -> Future.succeededFuture(AdminResponse.text(200,
                        request.pathParameter("item"))));
        var put = new AdminOperation("putItem", HttpMethod.PUT, "/v1/items/{item}", "",
                request -> Future.succeededFuture(AdminResponse.text(200,
                        "put " + request.pathParameter("item"))));
        var throwing = AdminOperation.get("throws", "/throws", "", request -> {
            throw new IllegalStateException("secret");
        });
        var failing = AdminOperation.get("fails", "/fails", "", request -> Future.failedFuture("secret"));
        var waiting = AdminOperation.get("waits", "/waits", "", request -> Promise.<AdminResponse>promise().future());
        var live = AdminOperation.get("getLiveness", "/health/live", "", new GetLivenessHandler());
        var server = new AdminServer(vertx, List.of(item, put, throwing, failing, waiting, live), authorization,
                Capacities.admin(Duration.ofSeconds(10)), System::nanoTime, folder.resolve("admin"));
        return ((AdminStart.Bound) OnLoop.await(server.start("127.0.0.1", 0))).port();
    }

    /** HTTP/1.0, because no HTTP client sends such paths. */
    private static String exchange(int port, String request, String... headers) throws IOException {
        var lines = new StringBuilder(request).append(" HTTP/1.0\r\n");
        for (var header : headers) {
            lines.append(header).append("\r\n");
        }
        try (var socket = send(port, lines.append("\r\n").toString())) {
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static Socket send(int port, String text) throws IOException {
        var socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(text.getBytes(UTF_8));
        return socket;
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }
}
