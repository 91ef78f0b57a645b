package dev.tracegate.http;

import dev.tracegate.budget.ByteBudget;
import dev.tracegate.budget.OwnerShares;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** An HTTP/1.1 server whose memory for its callers stays within limits and a budget. Confined to one event loop. */
public final class BoundedHttpListener {
    /** Bytes of one read, and of the kernel's receive buffer for a caller that is not read from. */
    static final int READ_BYTES = 8 * 1024;
    /** Bytes that an idle connection takes on the heap, with space for a small reply in flight. */
    static final int CONNECTION_BYTES = 8 * 1024;
    /** Sweeps per deadline: a connection is closed at most a quarter of the deadline late. */
    private static final int SWEEPS = 4;
    private static final long LONGEST_SWEEP_MILLIS = 500;
    private static final String DECODER = "httpDecoder";

    private final Vertx vertx;
    private final ListenerLimits limits;
    private final ByteBudget budget;
    private final ConnectionTable table;
    private final Handler<Exchange> handler;
    private @Nullable HttpServer server;
    private long sweeps = -1;

    /**
     * Binds no port yet.
     *
     * @param budget the listener's own; {@link #listen} reserves the bytes of its connections
     * @param share bytes that the calls of one address may take together
     * @throws IllegalArgumentException if the connections alone exceed the budget
     */
    public BoundedHttpListener(Vertx vertx, ListenerLimits limits, ByteBudget budget, long share,
            LongSupplier nanoClock, Handler<Exchange> handler) {
        this.vertx = vertx;
        this.limits = limits;
        this.budget = budget;
        this.table = new ConnectionTable(limits, new OwnerShares<>(budget, share), nanoClock);
        this.handler = handler;
    }

    /** The options of every bounded listener. */
    public static HttpServerOptions options() {
        return new HttpServerOptions().setHttp2ClearTextEnabled(false)
                .setReceiveBufferSize(READ_BYTES)
                .setHandle100ContinueAutomatically(false);
    }

    /**
     * Binds the port and returns its number, which differs from the argument if that is 0.
     *
     * @param options made by {@link #options}
     * @return fails with IllegalStateException if the budget has no room for the connections
     */
    public Future<Integer> listen(HttpServerOptions options, String host, int port) {
        var made = vertx.createHttpServer(options).connectionHandler(this::connected).requestHandler(this::called);
        return made.listen(port, host).map(listening -> {
            if (!budget.tryReserve(placesBytes())) {
                throw new IllegalStateException("the budget of " + budget.limit() + " bytes has no room for "
                        + limits.connections() + " connections");
            }
            server = listening;
            sweeps = vertx.setPeriodic(sweepMillis(), timer -> table.sweep());
            return listening.actualPort();
        });
    }

    /** Closes the port and all connections at once. */
    public Future<Void> close() {
        return server == null ? Future.succeededFuture() : stopped(server.close());
    }

    /** Accepts no more connections. Closes when the calls in flight are answered, or after the timeout. */
    public Future<Void> finish(Duration timeout) {
        return server == null
                ? Future.succeededFuture()
                : stopped(server.shutdown(timeout.toMillis(), TimeUnit.MILLISECONDS));
    }

    private Future<Void> stopped(Future<Void> closing) {
        vertx.cancelTimer(sweeps);
        return closing;
    }

    private long placesBytes() {
        return (long) limits.connections() * CONNECTION_BYTES;
    }

    private long sweepMillis() {
        return Math.max(1, Math.min(LONGEST_SWEEP_MILLIS,
                Math.min(limits.idle().toMillis(), limits.head().toMillis()) / SWEEPS));
    }

    private void connected(HttpConnection connection) {
        var client = table.admit(connection, connection.remoteAddress().hostAddress());
        if (client == null) {
            connection.close();
            return;
        }
        connection.closeHandler(closed -> table.remove(connection));
        pipeline(connection).replace(DECODER, DECODER, new GatedRequestDecoder(table, client));
    }

    private void called(HttpServerRequest request) {
        var client = table.find(request.connection());
        if (client == null) {
            request.connection().close();
            return;
        }
        var decoder = (GatedRequestDecoder) pipeline(request.connection()).get(DECODER);
        var exchange = new Exchange(table, client, decoder, request);
        client.serves(exchange);
        handler.handle(exchange);
    }

    /**
     * The exchange of a request that a listener has handed to its handler, for a router that passes only the request on. The router may have
     * wrapped the request. To be called before the handler returns.
     *
     * @throws IllegalStateException if the connection is closed or the exchange has ended
     */
    public static Exchange exchange(HttpServerRequest request) {
        var decoder = (GatedRequestDecoder) pipeline(request.connection()).get(DECODER);
        var exchange = decoder == null ? null : decoder.exchange();
        if (exchange == null) {
            throw new IllegalStateException("The exchange of " + request.path() + " has ended.");
        }
        return exchange;
    }

    private static ChannelPipeline pipeline(HttpConnection connection) {
        return ((HttpServerConnection) connection).channelHandlerContext().pipeline();
    }
}
