package dev.tracegate.embedded;

import static java.util.Objects.requireNonNull;

import dev.tracegate.embedded.api.LoneSurrogates;
import dev.tracegate.embedded.store.StoreLimits;
import dev.tracegate.ingest.tcp.ApiCall;
import dev.tracegate.ingest.tcp.ApiReply;
import dev.tracegate.sampling.book.RuleBooks;
import dev.tracegate.sampling.book.VolatileRuleStore;
import dev.tracegate.sampling.rule.RuleBook;
import dev.tracegate.testkit.ManualClock;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An embedded X-Ray with a temporary store and a manual clock, for tests with sequential calls. */
public final class RunningXRay implements AutoCloseable {
    public static final long NOW = 1_790_000_000;

    public final ManualClock clock = new ManualClock(Instant.ofEpochSecond(NOW));
    public final RuleBooks rules = new RuleBooks(new VolatileRuleStore(), RuleBook.CUSTOM_RULES, "rules", clock);
    public final Vertx vertx = Vertx.vertx();
    public final EmbeddedXRay xray;
    /** Of the calls by {@link #call}. */
    public String userAgent = "";

    public RunningXRay() {
        var limits = new StoreLimits(Duration.ofHours(1), 1L << 30);
        xray = await(EmbeddedXRay.open(vertx, null, limits, rules, 1, clock, () -> new UUID(1, 2)));
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Serves HTTP on a free loopback port; the future has the port. */
    public Future<Integer> listen() {
        return vertx.createHttpServer().requestHandler(this::handle).listen(0, "127.0.0.1").map(HttpServer::actualPort);
    }

    private void handle(HttpServerRequest request) {
        request.body()
                .compose(body -> xray.answer(new ApiCall(request.method().name(), requireNonNull(request.path()),
                        request.headers(), body, request.remoteAddress())))
                .onSuccess(reply -> {
                    request.response().setStatusCode(reply.status()).headers().addAll(reply.headers());
                    request.response().end(reply.body());
                });
    }

    public ApiReply call(String method, String path, String body) {
        return await(xray.answer(new ApiCall(method, path,
                MultiMap.caseInsensitiveMultiMap().set("User-Agent", userAgent), Buffer.buffer(body),
                SocketAddress.inetSocketAddress(1, "127.0.0.1"))));
    }

    public ApiReply post(String path, JsonObject input) {
        return call("POST", path, LoneSurrogates.escape(input.encode()));
    }

    /** Returns the response of a call that must succeed. */
    public JsonObject answer(String path, JsonObject input) {
        var reply = post(path, input);
        if (reply.status() != 200) {
            throw new AssertionError(reply.status() + " " + reply.body());
        }
        return reply.body().toJsonObject();
    }

    /** Returns {@code status type: message} of a call that fails. */
    public String error(String path, JsonObject input) {
        var reply = post(path, input);
        var body = reply.body().toJsonObject();
        return reply.status() + " " + reply.headers().get("x-amzn-ErrorType") + ": "
                + body.getString("Message", body.getString("message"));
    }

    public JsonObject put(JsonObject... documents) {
        var texts = new JsonArray(Stream.of(documents).map(JsonObject::encode).toList());
        return answer("/TraceSegments", new JsonObject().put("TraceSegmentDocuments", texts));
    }

    @Override
    public void close() {
        await(xray.close());
        await(vertx.close());
    }
}
