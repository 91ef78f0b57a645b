package dev.tracegate.faults;

import dev.tracegate.testkit.OnLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.BindException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * An X-Ray over real HTTP that checks signatures, counts what it accepts, and whose behaviour changes during a test. Unlike {@code FakeXRay} it
 * stops listening and returns at the same port, resets connections within a body, and keeps segment ids instead of documents.
 */
final class MisbehavingXRay implements AutoCloseable {
    // Below the ports that connections are given: one of those is not free again when the listener comes back, and a client that tries
    // to reach it meanwhile may even be connected to itself.
    private static final int FIRST_PORT = 20_000;
    private static final int PORTS = 12_000;
    private static final int MAX_DOCUMENTS = 50;

    private final Vertx vertx;
    private final int port;
    private final boolean tls;
    private final Accepted accepted = new Accepted();
    private final Door door = new Door();
    private final LongAdder calls = new LongAdder();
    private final LongAdder refusals = new LongAdder();
    private volatile Behaviour behaviour = Behaviour.good();
    private volatile boolean cutting;
    private HttpServer server;

    private MisbehavingXRay(Vertx vertx, HttpServerOptions options) {
        this.vertx = vertx;
        this.tls = options.isSsl();
        this.server = onAnyPort(options);
        this.port = server.actualPort();
    }

    static MisbehavingXRay start(Vertx vertx, HttpServerOptions options) {
        return new MisbehavingXRay(vertx, options);
    }

    String url() {
        return (tls ? "https" : "http") + "://127.0.0.1:" + port;
    }

    void behave(Behaviour how) {
        behaviour = how;
    }

    /** Resets connections while a request body is being sent. */
    void cutBodies() {
        cutting = true;
    }

    /** Returns to normal responses. */
    void recover() {
        behaviour = Behaviour.good();
        cutting = false;
    }

    /** Refuses connections. */
    void goAway() {
        OnLoop.await(server.close());
    }

    /** Listens again, possibly with another certificate. */
    void comeBack(HttpServerOptions options) {
        server = OnLoop.await(listen(options, port));
    }

    Door door() {
        return door;
    }

    Accepted accepted() {
        return accepted;
    }

    /** The number of uploads with complete headers. */
    long calls() {
        return calls.sum();
    }

    /** The number of uploads that were answered with an error or cut off. */
    long refusals() {
        return refusals.sum();
    }

    @Override
    public void close() {
        OnLoop.await(server.close());
    }

    private HttpServer onAnyPort(HttpServerOptions options) {
        for (int attempt = 0;; attempt++) {
            try {
                return OnLoop.await(listen(options, FIRST_PORT + ThreadLocalRandom.current().nextInt(PORTS)));
            } catch (Throwable failure) {
                if (!(failure instanceof BindException) || attempt == 100) {
                    throw failure;
                }
            }
        }
    }

    private Future<HttpServer> listen(HttpServerOptions options, int at) {
        return vertx.createHttpServer(options).requestHandler(this::receive).listen(at, "127.0.0.1");
    }

    private void receive(HttpServerRequest request) {
        request.response()
                .putHeader("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        door.now().atOffset(ZoneOffset.UTC)));
        if (!request.path().equals("/TraceSegments")) {
            request.response().end("{}");
            return;
        }
        calls.increment();
        request.response().exceptionHandler(hungUp -> {});
        request.exceptionHandler(hungUp -> {});
        if (cutting) {
            cut(request);
        } else {
            request.body().onSuccess(body -> upload(request, body));
        }
    }

    /** Closes at the first chunk of the body, so that the kernel resets the connection because of unread data. */
    private void cut(HttpServerRequest request) {
        refusals.increment();
        request.handler(piece -> request.connection().close());
    }

    private void upload(HttpServerRequest request, Buffer body) {
        var no = door.refusal(request, body);
        if (no != null) {
            refusals.increment();
            ScriptedRefusal.answer(request, 403, no.code(), no.message());
            return;
        }
        var documents = new JsonObject(body).getJsonArray("TraceSegmentDocuments");
        if (documents.isEmpty() || documents.size() > MAX_DOCUMENTS) {
            refusals.increment();
            ScriptedRefusal.answer(request, 400, "InvalidRequestException", "Exceeding maximum segment count: 50");
            return;
        }
        List<Long> ids = new ArrayList<>(documents.size());
        for (int i = 0; i < documents.size(); i++) {
            ids.add(SegmentSender.idOf(documents.getString(i)));
        }
        behaviour.answer(new Upload(request, ids, accepted, refusals::increment));
    }
}
