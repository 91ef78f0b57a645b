package dev.tracegate.http;

import dev.tracegate.budget.ByteBudget;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client of the event loops: HTTP/1.1 calls over one pool of keep-alive connections. Each call has a limit on its total time and on the
 * size of its reply. {@link BlockingHttp} is the client of other threads.
 */
public final class HttpCaller {
    // shorter than the idle time that load balancers and NAT gateways allow
    private static final int KEEP_ALIVE_SECONDS = 50;

    private final Vertx vertx;
    private final HttpClientAgent client;
    private final ByteBudget replies;

    /** Reads the reply to one call. */
    @FunctionalInterface
    public interface ReplyReader<T> {

        /**
         * Called on the event loop, in the response handler: the handlers of the body must be set before it returns.
         *
         * @return if it fails, the connection is reset
         */
        Future<T> read(HttpClientResponse response);
    }

    /**
     * Opens no connection yet.
     *
     * @param options with the time limit for connecting and, for TLS, the trust settings
     * @param connections most open at once
     * @param waiting calls that may wait for a connection; -1 for no limit
     * @param replies bytes that all replies under way may take together
     */
    public HttpCaller(Vertx vertx, HttpClientOptions options, int connections, int waiting, ByteBudget replies) {
        this.vertx = vertx;
        this.replies = replies;
        this.client = vertx.createHttpClient(new HttpClientOptions(options).setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setMaxHeaderSize(ReplyBound.MOST_HEAD_BYTES)
                .setTcpNoDelay(true), new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(waiting));
    }

    /**
     * Makes one call, without retries. Must be called on an event loop, where the future completes too.
     *
     * @param limit from connecting to the last byte; when it passes, the future fails with a {@link TimeoutException} and the connection is
     *     closed
     * @param bound of the body; a larger reply is not whole, and its connection is closed
     * @param read converts the reply; the bytes of the reply are released when it returns
     */
    public <T> Future<T> call(RequestOptions options, Buffer body, Duration limit, ReplyBound bound,
            Function<HttpReply, T> read) {
        return held(options, body, limit, bound).map(held -> {
            try (held) {
                return read.apply(held.reply());
            }
        });
    }

    /** As {@link #call}, for a caller that keeps the reply after the callback. The caller must close the reply. */
    public Future<HeldReply> held(RequestOptions options, Buffer content, Duration limit, ReplyBound bound) {
        var body = new ReplyBody(bound, replies);
        return exchange(options, content, limit,
                response -> body.read(response).transform(read -> reply(response, body, read)))
                .onFailure(failure -> body.close());
    }

    /** A reply that ended early or is too large keeps its status. A reply that the budget had no room for counts as no reply. */
    private static Future<HeldReply> reply(HttpClientResponse response, ReplyBody body, AsyncResult<Buffer> read) {
        if (read.cause() instanceof ReplyRefused refused && refused.isForRoom()) {
            return Future.failedFuture(refused);
        }
        return Future.succeededFuture(new HeldReply(
                new HttpReply(response.statusCode(), response.headers(), body.received(), read.succeeded()), body));
    }

    /**
     * As {@link #call}, with a reader that takes the reply as it arrives.
     *
     * @param content of the request; null for none
     */
    public <T> Future<T> exchange(RequestOptions options, @Nullable Buffer content, Duration limit,
            ReplyReader<T> reader) {
        return new PendingCall<>(vertx, limit, reader).run(client, options, content);
    }

    /**
     * Adds a time limit to a future. Must be called on an event loop, where the result completes too; a timeout of Vert.x's own, on a
     * future without a context, would complete on a Netty thread.
     *
     * @param late makes the failure for a future that is not complete in time
     */
    public <T> Future<T> within(Duration limit, Future<T> answer, Supplier<Throwable> late) {
        Promise<T> promise = Promise.promise();
        long timer = vertx.setTimer(Math.max(1, limit.toMillis()), id -> promise.tryFail(late.get()));
        answer.onComplete(result -> {
            vertx.cancelTimer(timer);
            promise.tryComplete(result);
        }, failure -> {
            vertx.cancelTimer(timer);
            promise.tryFail(failure);
        });
        return promise.future();
    }

    /** Runs a call on an event loop, for a caller on another thread. */
    public <T> Future<T> onLoop(Supplier<Future<T>> call) {
        Promise<T> promise = Promise.promise();
        vertx.getOrCreateContext().runOnContext(none -> call.get().onComplete(promise));
        return promise.future();
    }

    public Future<Void> close() {
        return client.shutdown(0, TimeUnit.SECONDS);
    }

    /** One call in flight. Confined to the caller's event loop. */
    private static final class PendingCall<T> {
        private final Vertx vertx;
        private final ReplyReader<T> reader;
        private final Promise<T> outcome = Promise.promise();
        private final long timer;
        private @Nullable HttpClientRequest request;

        PendingCall(Vertx vertx, Duration limit, ReplyReader<T> reader) {
            this.vertx = vertx;
            this.reader = reader;
            this.timer = vertx.setTimer(Math.max(1, limit.toMillis()), id -> abandon(
                    new TimeoutException("no complete answer within " + limit.toMillis() + " ms")));
        }

        Future<T> run(HttpClient client, RequestOptions options, @Nullable Buffer content) {
            client.request(options).onComplete(made -> send(made, content), this::fail);
            return outcome.future();
        }

        private void send(HttpClientRequest made, @Nullable Buffer content) {
            request = made;
            if (outcome.future().isComplete()) {
                made.reset();
                return;
            }
            (content == null ? made.send() : made.send(content)).onComplete(this::read, this::fail);
        }

        private void read(HttpClientResponse response) {
            reader.read(response).onComplete(this::finish, failure -> {
                fail(failure);
                response.request().reset();
            });
        }

        private void finish(T result) {
            vertx.cancelTimer(timer);
            outcome.tryComplete(result);
        }

        private void fail(Throwable cause) {
            vertx.cancelTimer(timer);
            outcome.tryFail(HttpDecoderErrors.isOne(cause) ? new UnreadableAnswerException(cause) : cause);
        }

        private void abandon(Throwable cause) {
            outcome.tryFail(cause);
            if (request != null) {
                request.reset();
            }
        }
    }
}
