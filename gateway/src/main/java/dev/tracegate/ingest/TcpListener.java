package dev.tracegate.ingest;

import static java.util.Objects.requireNonNullElse;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * TCP :2000, plain HTTP: reads a call within bounds and hands it to the {@link ApiHandler}. The X-Ray daemon signs and forwards whatever comes;
 * here a call outside the allowed ones is answered 403 and goes nowhere.
 */
public final class TcpListener {
    /** The SDKs' two calls, the only ones relayed to X-Ray. */
    public static final Set<String> SAMPLING_CALLS = Set.of("/GetSamplingRules", "/SamplingTargets");

    /** A client that sends nothing for so long has gone. */
    private static final Duration IDLE = Duration.ofSeconds(60);
    /** Calls under way at once. SDKs poll every 10 s, so this is a host with thousands of processes; beyond it they are asked to come back. */
    private static final int MOST_CALLS = 512;

    private final ApiHandler handler;
    private final Predicate<HttpServerRequest> allowed;
    private final int bodyLimit;
    private final Runnable forbidden;
    private final Callers callers;
    private @Nullable HttpServer server;
    private int underWay;

    /**
     * @param allowed which calls reach the handler
     * @param bodyLimit bytes of body, beyond which a call is answered 413
     * @param forbidden told of each call that is answered 403
     */
    public TcpListener(ApiHandler handler, Predicate<HttpServerRequest> allowed, int bodyLimit, Runnable forbidden) {
        this(handler, allowed, bodyLimit, forbidden, Callers.single());
    }

    /** @param callers a call of a stranger is answered 403, one of a client that nobody knows yet 503 */
    public TcpListener(ApiHandler handler, Predicate<HttpServerRequest> allowed, int bodyLimit, Runnable forbidden,
            Callers callers) {
        this.callers = callers;
        this.handler = handler;
        this.allowed = allowed;
        this.bodyLimit = bodyLimit;
        this.forbidden = forbidden;
    }

    /** Whether this is one of the two calls that SDKs make. */
    public static boolean samplingCall(HttpServerRequest request) {
        return request.method().name().equals("POST") && SAMPLING_CALLS.contains(request.path());
    }

    /**
     * Binds; answers the port.
     *
     * @param sharing Vert.x sets SO_REUSEPORT before it binds or never: a port that may be shared later is first tried without, as nobody is to
     * share it now
     */
    public Future<Integer> bind(Vertx vertx, String host, int port, PortSharing sharing) {
        return sharing == PortSharing.FIRST
                ? vertx.executeBlocking(() -> tried(host, port)).compose(free -> listen(vertx, host, port, true))
                : listen(vertx, host, port, sharing == PortSharing.BESIDE);
    }

    private static boolean tried(String host, int port) throws IOException {
        try (var alone = new ServerSocket()) {
            alone.bind(new InetSocketAddress(host, port));
            return true;
        }
    }

    private Future<Integer> listen(Vertx vertx, String host, int port, boolean shared) {
        var options = new HttpServerOptions().setHttp2ClearTextEnabled(false)
                .setReusePort(shared)
                .setIdleTimeout((int) IDLE.toSeconds())
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
        var made = vertx.createHttpServer(options).requestHandler(this::take);
        server = made;
        return made.listen(port, host).map(HttpServer::actualPort);
    }

    public Future<Void> close() {
        return server == null ? Future.succeededFuture() : server.close();
    }

    /** Takes no more connections, and closes when the calls under way are answered or the time is up. */
    public Future<Void> finish(Duration patience) {
        return server == null
                ? Future.succeededFuture()
                : server.shutdown(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void take(HttpServerRequest request) {
        if (!allowed.test(request)) {
            forbidden.run();
            refuse(request, 403, "AccessDeniedException", "This gateway relays POST /GetSamplingRules and POST "
                    + "/SamplingTargets only; send other X-Ray calls to X-Ray itself.");
        } else if (underWay >= MOST_CALLS) {
            refuse(request, 503, "ServiceUnavailable", MOST_CALLS + " calls are under way; try again.");
        } else {
            read(request);
        }
    }

    /** The body is read while nobody knows yet whose it is: a request that waits unread would lose its first part. */
    private void read(HttpServerRequest request) {
        underWay++;
        var body = new BoundedBody(request, bodyLimit).read();
        callers.of(request.remoteAddress())
                .compose(caller -> body.compose(whole -> answer(request, caller, whole)))
                .onComplete(done -> {
                    underWay--;
                    if (done.succeeded()) {
                        reply(request.response(), done.result());
                    } else if (request.response().closed()) {
                        return;
                    } else if (done.cause() instanceof BoundedBody.TooLarge) {
                        refuse(request, 413, "RequestEntityTooLargeException",
                                "The body is larger than " + bodyLimit + " bytes.");
                    } else if (done.cause() instanceof Refusal refusal) {
                        refuse(request, refusal.status, refusal.type, refusal.words);
                    } else {
                        refuse(request, 500, "InternalFailure", "The gateway failed to answer.");
                    }
                });
    }

    private Future<ApiReply> answer(HttpServerRequest request, Callers.Caller caller, Buffer body) {
        return switch (caller) {
            case Callers.Caller.Known(var tenant) -> handler.answer(new ApiCall(request.method().name(),
                    requireNonNullElse(request.path(), "/"), request.headers(), body, request.remoteAddress(),
                    tenant));
            case Callers.Caller.Stranger stranger -> {
                forbidden.run();
                yield Future.failedFuture(new Refusal(403, "AccessDeniedException",
                        "No tenant of this gateway has the address you call from."));
            }
            case Callers.Caller.Unsure unsure -> Future.failedFuture(new Refusal(503, "ServiceUnavailable",
                    "Whose the address is that you call from is not known yet; try again."));
        };
    }

    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final int status;
        private final String type;
        private final String words;

        Refusal(int status, String type, String message) {
            super(message, null, false, false);
            this.status = status;
            this.type = type;
            this.words = message;
        }
    }

    private static void reply(HttpServerResponse response, ApiReply reply) {
        if (response.closed()) {
            return;
        }
        response.setStatusCode(reply.status());
        response.headers().addAll(reply.headers());
        response.end(reply.body());
    }

    private static void refuse(HttpServerRequest request, int status, String type, String message) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("Connection", "close")
                .putHeader("x-amzn-ErrorType", type)
                .end("{\"message\":\"" + message + "\"}");
    }
}
