package dev.tracegate.aws.http;

import dev.tracegate.budget.ByteBudget;
import dev.tracegate.http.ReplyBody;
import dev.tracegate.http.ReplyBound;
import dev.tracegate.http.ReplyRefused;
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
 * HTTP/1.1 calls on event loops over one pool of keep-alive connections. Each call has a limit on its total time and on the size of its
 * reply.
 */
public final class HttpCaller {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    // shorter than the idle time that load balancers and NAT gateways allow
    private static final int KEEP_ALIVE_SECONDS = 50;

    private final Vertx vertx;
    private final HttpClientAgent client;
    private final ByteBudget replies;

    /**
     * Opens no connection yet.
     *
     * @param tls trust settings
     * @param connections most open at once
     * @param waiting calls that may wait for a connection; -1 for no limit
     * @param replies bytes that all replies under way may take together
     */
    HttpCaller(Vertx vertx, HttpClientOptions tls, int connections, int waiting, ByteBudget replies) {
        this.vertx = vertx;
        this.replies = replies;
        var options = new HttpClientOptions(tls).setConnectTimeout((int) CONNECT.toMillis())
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setMaxHeaderSize(ReplyBound.MOST_HEAD_BYTES)
                .setTcpNoDelay(true);
        this.client = vertx.createHttpClient(options,
                new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(waiting));
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
    Future<HeldReply> held(RequestOptions options, Buffer body, Duration limit, ReplyBound bound) {
        return new PendingCall(vertx, limit, new ReplyBody(bound, replies)).run(client, options, body);
    }

    /** A reply and the bytes reserved for it. */
    record HeldReply(HttpReply reply, ReplyBody bytes) implements AutoCloseable {
        @Override
        public void close() {
            bytes.close();
        }
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
    <T> Future<T> onLoop(Supplier<Future<T>> call) {
        Promise<T> promise = Promise.promise();
        vertx.getOrCreateContext().runOnContext(none -> call.get().onComplete(promise));
        return promise.future();
    }

    Future<Void> close() {
        return client.shutdown(0, TimeUnit.SECONDS);
    }

    /** One call in flight. Confined to the caller's event loop. */
    private static final class PendingCall {
        private final Vertx vertx;
        private final Promise<HeldReply> outcome = Promise.promise();
        private final long timer;
        private final ReplyBody body;
        private @Nullable HttpClientRequest request;

        PendingCall(Vertx vertx, Duration limit, ReplyBody body) {
            this.vertx = vertx;
            this.body = body;
            this.timer = vertx.setTimer(Math.max(1, limit.toMillis()), id -> abandon(
                    new TimeoutException("no complete answer within " + limit.toMillis() + " ms")));
        }

        Future<HeldReply> run(HttpClient client, RequestOptions options, Buffer content) {
            client.request(options).onComplete(made -> send(made, content), this::fail);
            return outcome.future();
        }

        private void send(HttpClientRequest made, Buffer content) {
            request = made;
            if (outcome.future().isComplete()) {
                made.reset();
                return;
            }
            made.send(content).onComplete(this::read, this::fail);
        }

        private void read(HttpClientResponse response) {
            body.read(response).onComplete(whole -> finish(response, true), error -> onIncomplete(response, error));
        }

        /** A reply that ended early or is too large keeps its status. A reply that the budget had no room for counts as no reply. */
        private void onIncomplete(HttpClientResponse response, Throwable error) {
            if (error instanceof ReplyRefused refused && refused.isForRoom()) {
                fail(refused);
            } else {
                finish(response, false);
            }
        }

        private void finish(HttpClientResponse response, boolean whole) {
            vertx.cancelTimer(timer);
            var reply = new HttpReply(response.statusCode(), response.headers(), body.received(), whole);
            if (!outcome.tryComplete(new HeldReply(reply, body))) {
                body.close();
            }
        }

        private void fail(Throwable cause) {
            vertx.cancelTimer(timer);
            body.close();
            outcome.tryFail(HttpDecoderErrors.isOne(cause) ? new UnreadableAnswerException(cause) : cause);
        }

        private void abandon(Throwable cause) {
            outcome.tryFail(cause);
            body.close();
            if (request != null) {
                request.reset();
            }
        }
    }
}
