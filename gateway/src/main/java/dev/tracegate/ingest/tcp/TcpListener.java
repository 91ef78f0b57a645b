package dev.tracegate.ingest.tcp;

import dev.tracegate.budget.ByteBudget;
import dev.tracegate.http.BodyRefusal;
import dev.tracegate.http.BoundedHttpListener;
import dev.tracegate.http.Exchange;
import dev.tracegate.http.ListenerLimits;
import dev.tracegate.ingest.PortSharing;
import dev.tracegate.ingest.source.CallerResolver;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * TCP :2000, plain HTTP. A call outside the policy gets 403. Then the caller's tenant is resolved, and only then the body is read within its bound
 * and passed to the {@link ApiHandler}. The X-Ray daemon signs and forwards every call.
 */
public final class TcpListener {
    private static final Refusal NOT_ALLOWED = new Refusal(403, "AccessDeniedException",
            "This gateway relays POST /GetSamplingRules and POST /SamplingTargets only; send other X-Ray calls to X-Ray itself.");
    private static final Refusal STRANGER = new Refusal(403, "AccessDeniedException",
            "No tenant of this gateway has the address you call from.");
    private static final Refusal UNSURE = new Refusal(503, "ServiceUnavailable",
            "The tenant of the address you call from is not known yet; try again.");

    private final ApiHandler handler;
    private final CallPolicy policy;
    private final Runnable forbidden;
    private final CallerResolver callers;
    private final Capacity capacity;
    private final LongSupplier nanoClock;
    private @Nullable BoundedHttpListener listener;

    /**
     * Limits of the resources that callers may use.
     *
     * @param budget bytes for calls in progress; not shared with other listeners
     * @param share maximum bytes of the budget for the calls of one address
     */
    public record Capacity(ListenerLimits limits, ByteBudget budget, long share) {}

    private record Refusal(int status, String type, String message) {}

    /**
     * @param callers resolves the tenant; unknown callers are answered 403, callers that are not identified yet 503
     * @param forbidden run for each call that is answered 403
     */
    public TcpListener(ApiHandler handler, CallPolicy policy, CallerResolver callers, Capacity capacity,
            LongSupplier nanoClock,
            Runnable forbidden) {
        this.handler = handler;
        this.policy = policy;
        this.callers = callers;
        this.capacity = capacity;
        this.nanoClock = nanoClock;
        this.forbidden = forbidden;
    }

    /**
     * Binds the port. The result is the bound port.
     *
     * @param sharing Vert.x can set SO_REUSEPORT only before it binds. For {@code FIRST}, the port is therefore bound once without the option,
     * to check that no other process uses it
     */
    public Future<Integer> bind(Vertx vertx, String host, int port, PortSharing sharing) {
        return sharing == PortSharing.FIRST
                ? vertx.executeBlocking(() -> tried(host, port)).compose(free -> listen(vertx, host, port, true))
                : listen(vertx, host, port, sharing == PortSharing.SHARED);
    }

    private static boolean tried(String host, int port) throws IOException {
        try (var alone = new ServerSocket()) {
            alone.bind(new InetSocketAddress(host, port));
            return true;
        }
    }

    private Future<Integer> listen(Vertx vertx, String host, int port, boolean shared) {
        var made = new BoundedHttpListener(vertx, capacity.limits(), capacity.budget(), capacity.share(), nanoClock,
                this::take);
        listener = made;
        return made.listen(BoundedHttpListener.options().setReusePort(shared), host, port);
    }

    public Future<Void> close() {
        return listener == null ? Future.succeededFuture() : listener.close();
    }

    /** Stops accepting connections, and closes when the calls in progress are answered, at the latest after {@code patience}. */
    public Future<Void> finish(Duration patience) {
        return listener == null ? Future.succeededFuture() : listener.finish(patience);
    }

    private void take(Exchange exchange) {
        var request = exchange.request();
        var method = request.method().name();
        var path = plain(request.path());
        if (!policy.allows(method, path)) {
            forbid(exchange, NOT_ALLOWED);
            return;
        }
        callers.of(request.remoteAddress()).onSuccess(caller -> {
            switch (caller) {
                case CallerResolver.Caller.Known(var tenant) -> exchange.body(policy.mostBytes(path))
                        .compose(body -> handler.answer(
                                new ApiCall(method, path, request.headers(), body, request.remoteAddress(), tenant)))
                        .onSuccess(reply -> exchange.reply(reply.status(), reply.headers(), reply.body()))
                        .onFailure(failure -> refuse(exchange, refusal(failure)));
                case CallerResolver.Caller.Unknown unknown -> forbid(exchange, STRANGER);
                case CallerResolver.Caller.Unresolved unresolved -> refuse(exchange, UNSURE);
            }
        });
    }

    /** Normalizes slashes: clients append the path to an endpoint that may end in a slash. X-Ray ignores the additional slash too. */
    private static String plain(@Nullable String path) {
        if (path == null) {
            return "/";
        }
        int from = 0;
        int to = path.length();
        while (from < to && path.charAt(from) == '/') {
            from++;
        }
        while (to > from && path.charAt(to - 1) == '/') {
            to--;
        }
        return "/" + path.substring(from, to);
    }

    private static Refusal refusal(Throwable failure) {
        if (failure instanceof BodyRefusal refused) {
            var type = switch (refused.status()) {
                case 413 -> "RequestEntityTooLargeException";
                case 408 -> "RequestTimeoutException";
                default -> "ServiceUnavailable";
            };
            return new Refusal(refused.status(), type, String.valueOf(refused.getMessage()));
        }
        return new Refusal(500, "InternalFailure", "The gateway failed to answer.");
    }

    private void forbid(Exchange exchange, Refusal refusal) {
        forbidden.run();
        refuse(exchange, refusal);
    }

    private static void refuse(Exchange exchange, Refusal refusal) {
        exchange.refuse(refusal.status(), MultiMap.caseInsensitiveMultiMap()
                .set("Content-Type", "application/json")
                .set("x-amzn-ErrorType", refusal.type()),
                Buffer.buffer(new JsonObject().put("message", refusal.message()).encode()));
    }
}
