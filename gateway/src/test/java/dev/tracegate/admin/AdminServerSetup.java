package dev.tracegate.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tracegate.admin.auth.AdminAuthorization;
import dev.tracegate.admin.read.LoopReader;
import dev.tracegate.admin.read.ReadinessCheck;
import dev.tracegate.flow.history.DeadLetters;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.telemetry.metrics.Exposition;
import dev.tracegate.testkit.Capacities;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** An admin server with fake readiness checks, books and metrics, an HTTP client for it, and its warnings. */
abstract class AdminServerSetup {
    static final BodyPublisher NO_BODY = BodyPublishers.noBody();

    final Vertx vertx = Vertx.vertx();
    final HttpClient client = HttpClient.newHttpClient();
    final List<ReadinessCheck> checks = new ArrayList<>();
    final ListAppender<ILoggingEvent> warnings = new ListAppender<>();
    final SegmentLedger books = new SegmentLedger();
    AdminAuthorization access = new AdminAuthorization.Open();
    @TempDir
    Path folder = Path.of("");

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

    AdminStart.Bound started() {
        return bound(server(Duration.ofSeconds(10)).start("127.0.0.1", 0));
    }

    AdminServer server(Duration timeout) {
        var views = new AdminViews(checks, format -> Future.succeededFuture(metrics(format)),
                LoopReader.on(vertx.getOrCreateContext()),
                books::reading,
                new DeadLetters(1, 1_000, () -> Instant.EPOCH), Optional.empty(), AdminApi.NO_WORKLOADS);
        return new AdminServer(vertx, OperationTable.of(views), access, Capacities.admin(timeout), System::nanoTime,
                runtimeFile());
    }

    static String metrics(Exposition format) {
        return "page in " + format;
    }

    Path runtimeFile() {
        return folder.resolve("admin");
    }

    static AdminStart.Bound bound(Future<AdminStart> start) {
        return (AdminStart.Bound) await(start);
    }

    HttpResponse<String> get(AdminStart.Bound server, String path) {
        return send(HttpRequest.newBuilder(uri(server, path)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        return await(client.sendAsync(request.build(), BodyHandlers.ofString()));
    }

    static URI uri(AdminStart.Bound server, String path) {
        return URI.create("http://" + server.host() + ":" + server.port() + path);
    }

    static String raw(AdminStart.Bound server, String request) throws IOException {
        try (var socket = socket(server)) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    static Socket socket(AdminStart.Bound server) throws IOException {
        var socket = new Socket(server.host(), server.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    static Logger logger() {
        return (Logger) LoggerFactory.getLogger(AdminServer.class);
    }

    static <T> T await(Future<T> future) {
        return await(future.toCompletionStage().toCompletableFuture());
    }

    static <T> T await(java.util.concurrent.CompletableFuture<T> future) {
        return future.orTimeout(10, TimeUnit.SECONDS).join();
    }
}
