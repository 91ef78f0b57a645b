package dev.tracegate.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tracegate.admin.auth.AdminAuthorization;
import dev.tracegate.admin.read.LoopReader;
import dev.tracegate.admin.read.ReadinessCheck;
import dev.tracegate.flow.history.DeadLetters;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.telemetry.metrics.Exposition;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.testkit.Capacities;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class AdminServerTest {
    private static final BodyPublisher NO_BODY = BodyPublishers.noBody();

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<ReadinessCheck> checks = new ArrayList<>();
    private final ListAppender<ILoggingEvent> warnings = new ListAppender<>();
    private final SegmentLedger books = new SegmentLedger();
    private AdminAuthorization access = new AdminAuthorization.Open();
    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void collectWarnings() {
        warnings.start();
        logger().addAppender(warnings);
    }

    @AfterEach
    void close() {
        logger().detachAppender(warnings);
        client.close();
        await(vertx.close());
    }

    @Test
    void lives() {
        var response = get(started(), "/health/live");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
        assertThat(response.headers().firstValue("cache-control")).contains("no-store");
        assertThat(new JsonObject(response.body())).isEqualTo(new JsonObject().put("status", "live"));
    }

    @Test
    void is_ready_when_every_check_is_content() {
        checks.add(check("udp", null));
        checks.add(check("credentials", null));

        var response = get(started(), "/health/ready");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(response.body())).isEqualTo(new JsonObject().put("status", "ready")
                .put("checks", new JsonArray().add(new JsonObject().put("name", "udp").put("ok", true))
                        .add(new JsonObject().put("name", "credentials").put("ok", true))));
    }

    @Test
    void is_not_ready_when_one_check_is_not_and_says_why() {
        checks.add(check("udp", null));
        checks.add(check("credentials", "none found in the \"default\" chain"));

        var response = get(started(), "/health/ready");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(new JsonObject(response.body())).isEqualTo(new JsonObject().put("status", "not_ready")
                .put("checks", new JsonArray().add(new JsonObject().put("name", "udp").put("ok", true))
                        .add(new JsonObject().put("name", "credentials")
                                .put("ok", false)
                                .put("reason", "none found in the \"default\" chain"))));
    }

    @Test
    void a_check_that_breaks_is_a_reason_and_hides_no_other() {
        checks.add(new ReadinessCheck() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public Optional<String> problem() {
                throw new IllegalStateException("bug");
            }
        });
        checks.add(check("udp", null));

        var response = get(started(), "/health/ready");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(new JsonObject(response.body()).getJsonArray("checks")).hasSize(2)
                .element(0)
                .isEqualTo(new JsonObject().put("name", "broken")
                        .put("ok", false)
                        .put("reason", "the check itself failed: java.lang.IllegalStateException: bug"));
    }

    @Test
    void the_books_are_shown_by_tenant() {
        books.rejected(TenantId.DEFAULT, RejectReason.MISSING_HEADER);

        var response = get(started(), "/v1/books");

        assertThat(response.statusCode()).isEqualTo(200);
        var page = new JsonObject(response.body()).getJsonObject("tenants").getJsonObject("default");
        assertThat(page.getLong("received")).isEqualTo(1);
        assertThat(page.getLong("imbalance")).isZero();
        assertThat(page.getJsonObject("rejected")).isEqualTo(new JsonObject().put("missing_header", 1));
        assertThat(page.getJsonObject("shed")).isEqualTo(new JsonObject());
    }

    @Test
    void the_books_are_for_who_shows_the_token() {
        access = new AdminAuthorization.Bearer("a-token-of-good-length");
        var uri = uri(started(), "/v1/books");

        var without = send(HttpRequest.newBuilder(uri));
        var wrong = send(HttpRequest.newBuilder(uri).header("Authorization", "Bearer a-token-of-good-lengtH"));
        var right = send(HttpRequest.newBuilder(uri).header("Authorization", "Bearer a-token-of-good-length"));

        var lower = send(HttpRequest.newBuilder(uri).header("Authorization", "bearer a-token-of-good-length"));
        var bare = send(HttpRequest.newBuilder(uri).header("Authorization", "a-token-of-good-length"));

        assertThat(List.of(without.statusCode(), wrong.statusCode(), bare.statusCode())).containsOnly(401);
        assertThat(List.of(right.statusCode(), lower.statusCode())).containsOnly(200);
        assertThat(without.headers().firstValue("www-authenticate")).contains("Bearer");
        assertThat(access.toString()).doesNotContain("good");
    }

    @Test
    void on_a_shared_loopback_nobody_reads_the_books_without_a_token() {
        access = new AdminAuthorization.Closed();
        var at = started();

        assertThat(get(at, "/v1/books").statusCode()).isEqualTo(403);
        assertThat(get(at, "/v1/books").body()).contains("listen.adminTokenFile");
        assertThat(get(at, "/v1/anything").statusCode()).isEqualTo(403);
        assertThat(get(at, "/health/live").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"text/plain | PROMETHEUS | text/plain; version=0.0.4; charset=utf-8",
            "*/* | PROMETHEUS | text/plain; version=0.0.4; charset=utf-8",
            "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;q=0.1 | OPEN_METRICS | application/openmetrics-text; version=1.0.0; charset=utf-8"})
    void metrics_come_in_the_form_asked_for(String accept, String form, String contentType) {
        var uri = uri(started(), "/metrics");

        var response = send(HttpRequest.newBuilder(uri).header("Accept", accept));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains(contentType);
        assertThat(response.body()).isEqualTo("page in " + form);
    }

    @Test
    void the_index_lists_what_there_is() {
        var response = get(started(), "/");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("/health/live", "/health/ready", "/metrics");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/health/live/", "/metrics/../metrics", "/Health/Live", "//metrics",
            "/%6detrics", "/metrics/%2e%2e/metrics", "/favicon.ico"})
    void nothing_else_is_there(String path) {
        var response = get(started(), path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(new JsonObject(response.body())).isEqualTo(AdminApi.problem(404, "Not Found", path, "not_found",
                "Nothing here. GET / lists what there is."));
    }

    @Test
    void a_query_changes_nothing() {
        assertThat(get(started(), "/health/live?verbose=1").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"})
    void other_methods_are_told_which_there_are(String method) {
        var response = send(HttpRequest.newBuilder(uri(started(), "/metrics")).method(method, NO_BODY));

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).contains("GET, HEAD");
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health/live", "/health/ready", "/metrics"})
    void head_has_the_headers_of_get_and_no_body(String path) {
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
    void the_body_of_a_refused_method_is_not_waited_for() throws IOException {
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
    void a_request_for_another_host_is_refused_so_that_no_web_page_reads_the_answers(String host) throws IOException {
        assertThat(raw(started(), "GET /metrics HTTP/1.1\r\nHost: " + host + "\r\n\r\n")).startsWith("HTTP/1.1 421 ")
                .contains("The Host header is \\\"" + host + "\\\"")
                .doesNotContain("page in");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:1", "127.0.0.1:2080", "127.0.0.2", "[::1]:2080", "[::1]"})
    void every_name_of_the_loopback_is_taken(String host) throws IOException {
        assertThat(raw(started(), "GET /metrics HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void http_1_1_without_a_host_is_a_bad_request() throws IOException {
        assertThat(raw(started(), "GET /metrics HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    }

    /** As a shell does it through /dev/tcp. */
    @Test
    void answers_http_1_0_and_closes() throws IOException {
        assertThat(raw(started(), "GET /health/live HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.0 200 OK\r\n")
                .endsWith("{\"status\":\"live\"}\n");
    }

    @ParameterizedTest
    @CsvSource({"uri, 414", "header, 431"})
    void what_is_too_long_is_refused(String what, String status) throws IOException {
        var uri = what.equals("uri") ? "/" + "x".repeat(2_000) : "/";
        var header = what.equals("header") ? "x".repeat(10_000) : "x";

        var answer = raw(started(), "GET " + uri + " HTTP/1.1\r\nHost: localhost\r\nX-Long: " + header + "\r\n\r\n");

        assertThat(answer.lines().findFirst().orElse("")).contains(" " + status + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET /health/li", "GET /health/live HTTP/1.1\r\nHost: localhost\r\n",
            "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HT"})
    void who_does_not_finish_a_request_header_is_not_waited_for(String sent) throws IOException {
        var server = server(Duration.ofMillis(50));
        var bound = bound(server.start("127.0.0.1", 0));

        // read to the end: it returns because the server closes
        var answer = raw(bound, sent);

        assertThat(answer).satisfiesAnyOf(text -> assertThat(text).isEmpty(),
                text -> assertThat(text).startsWith("HTTP/1.1 200"));
    }

    /** Never idle, never done: only a limit on the whole header ends it. */
    @Test
    void who_sends_a_header_byte_by_byte_is_not_waited_for() throws IOException {
        var bound = bound(server(Duration.ofMillis(200)).start("127.0.0.1", 0));

        try (var socket = socket(bound)) {
            socket.setSoTimeout(10);
            socket.getOutputStream().write("GET / HTTP/1.1\r\nX-Long: ".getBytes(UTF_8));

            assertThat(tricklesUntilClosed(socket, 1_000)).isTrue();
        }
    }

    @Test
    void the_longest_idle_connection_is_closed_for_a_new_one() throws IOException {
        var bound = started();
        var sockets = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 64; i++) {
                sockets.add(socket(bound));
            }

            // the 65th has a place: the one that was idle the longest is closed for it
            try (var oneMore = socket(bound)) {
                assertThat(sockets.getFirst().getInputStream().read()).isEqualTo(-1);
                oneMore.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(UTF_8));
                assertThat(oneMore.getInputStream().readAllBytes()).isNotEmpty();
            }
            sockets.getLast().getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(UTF_8));
            assertThat(sockets.getLast().getInputStream().readAllBytes()).isNotEmpty();
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void says_where_it_is_until_it_stops() {
        var server = server(Duration.ofSeconds(10));

        var bound = bound(server.start("127.0.0.1", 0));

        assertThat(runtimeFile())
                .hasContent("127.0.0.1 " + bound.port() + " " + ProcessHandle.current().pid() + "\n");
        await(server.stop());
        assertThat(runtimeFile()).doesNotExist();
        assertThat(warnings.list).isEmpty();
    }

    @Test
    void takes_another_port_where_its_own_is_taken_and_warns_once() throws IOException {
        try (var application = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            int taken = application.getLocalPort();

            var bound = bound(server(Duration.ofSeconds(10)).start("127.0.0.1", taken));

            assertThat(bound.port()).isNotEqualTo(taken).isPositive();
            assertThat(get(bound, "/health/live").statusCode()).isEqualTo(200);
            assertThat(runtimeFile()).content().startsWith("127.0.0.1 " + bound.port() + " ");
            assertThat(warnings.list).singleElement()
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .isEqualTo("listen.admin: port " + taken
                            + " of 127.0.0.1 cannot be had; health and metrics are on port " + bound.port()
                            + " instead");
        }
    }

    @Test
    void takes_another_port_where_the_application_listens_on_all_addresses() throws IOException {
        try (var application = new ServerSocket(0)) {
            var bound = bound(server(Duration.ofSeconds(10)).start("127.0.0.1", application.getLocalPort()));

            assertThat(bound.port()).isNotEqualTo(application.getLocalPort());
        }
    }

    @Test
    void refuses_an_address_beyond_loopback_and_binds_nothing() {
        var start = await(server(Duration.ofSeconds(10)).start("0.0.0.0", 2080));

        assertThat(start)
                .isEqualTo(new AdminStart.Refused("listen.admin: 0.0.0.0 (port 2080) can be reached from other "
                        + "machines, and the admin API has no authentication: use a loopback address, such as 127.0.0.1:2080"));
        assertThat(runtimeFile()).doesNotExist();
    }

    @Test
    void runs_without_its_file_where_that_cannot_be_written() throws IOException {
        Files.createDirectories(runtimeFile().resolve("a folder in its place"));

        var bound = started();

        assertThat(get(bound, "/health/live").statusCode()).isEqualTo(200);
        assertThat(warnings.list).singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .startsWith("Cannot write " + runtimeFile());
    }

    @Test
    void stopping_what_never_started_is_no_error() {
        assertThat(server(Duration.ofSeconds(10)).stop().succeeded()).isTrue();
    }

    private AdminStart.Bound started() {
        return bound(server(Duration.ofSeconds(10)).start("127.0.0.1", 0));
    }

    private AdminServer server(Duration patience) {
        var views = new AdminViews(checks, format -> Future.succeededFuture(metrics(format)),
                LoopReader.on(vertx.getOrCreateContext()),
                books::reading,
                new DeadLetters(1, 1_000, () -> Instant.EPOCH), Optional.empty(), AdminApi.NOBODY);
        return new AdminServer(vertx, OperationTable.of(views), access, Capacities.admin(patience), System::nanoTime,
                runtimeFile());
    }

    private static String metrics(Exposition format) {
        return "page in " + format;
    }

    private Path runtimeFile() {
        return folder.resolve("admin");
    }

    /** A byte, then a look whether the server has ended the connection, for as long as the socket's read waits; and again. */
    private static boolean tricklesUntilClosed(Socket socket, int bytes) throws IOException {
        boolean closed = false;
        for (int i = 0; i < bytes && !closed; i++) {
            closed = trickle(socket);
        }
        return closed;
    }

    private static boolean trickle(Socket socket) throws IOException {
        try {
            socket.getOutputStream().write('x');
            return socket.getInputStream().read() == -1;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }

    private static AdminStart.Bound bound(Future<AdminStart> start) {
        return (AdminStart.Bound) await(start);
    }

    private HttpResponse<String> get(AdminStart.Bound server, String path) {
        return send(HttpRequest.newBuilder(uri(server, path)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        return await(client.sendAsync(request.build(), BodyHandlers.ofString()));
    }

    private static URI uri(AdminStart.Bound server, String path) {
        return URI.create("http://" + server.host() + ":" + server.port() + path);
    }

    private static String raw(AdminStart.Bound server, String request) throws IOException {
        try (var socket = socket(server)) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static Socket socket(AdminStart.Bound server) throws IOException {
        var socket = new Socket(server.host(), server.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static ReadinessCheck check(String name, @org.jspecify.annotations.Nullable String problem) {
        return new ReadinessCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Optional<String> problem() {
                return Optional.ofNullable(problem);
            }
        };
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(AdminServer.class);
    }

    private static <T> T await(Future<T> future) {
        return await(future.toCompletionStage().toCompletableFuture());
    }

    private static <T> T await(java.util.concurrent.CompletableFuture<T> future) {
        return future.orTimeout(10, TimeUnit.SECONDS).join();
    }
}
