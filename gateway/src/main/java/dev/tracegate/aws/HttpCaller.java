package dev.tracegate.aws;

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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1 calls over one keep-alive pool, each with one limit on its whole time and one on its answer's size. */
final class HttpCaller {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    // shorter than what load balancers and NAT gateways allow an idle connection
    private static final int KEEP_ALIVE_SECONDS = 50;
    // GetSamplingRules with all its rules stays far below
    private static final int MAX_ANSWER_BYTES = 4 * 1024 * 1024;

    private final Vertx vertx;
    private final HttpClientAgent client;

    HttpCaller(Vertx vertx, HttpClientOptions tls, int connections, int waiting) {
        this.vertx = vertx;
        var options = new HttpClientOptions(tls).setConnectTimeout((int) CONNECT.toMillis())
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setTcpNoDelay(true);
        this.client = vertx.createHttpClient(options,
                new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(waiting));
    }

    /**
     * Calls once. Must be called on an event loop, where the future completes too.
     *
     * @param limit connect to last byte; its end fails the future with a {@link TimeoutException} and closes the connection
     */
    Future<HttpReply> call(RequestOptions options, Buffer body, Duration limit) {
        return new Exchange(vertx, limit).run(client, options, body);
    }

    /**
     * The same answer, or a failure where it does not come in time. Must be called on an event loop, where the future completes too: Vert.x's own
     * timeout of a future that belongs to no context ends on a thread of Netty's.
     */
    <T> Future<T> within(Duration limit, Future<T> answer, Supplier<Throwable> late) {
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

    /** Runs a call on an event loop, for a caller that is not on one. */
    <T> Future<T> onLoop(Supplier<Future<T>> call) {
        Promise<T> promise = Promise.promise();
        vertx.getOrCreateContext().runOnContext(turn -> call.get().onComplete(promise));
        return promise.future();
    }

    Future<Void> close() {
        return client.shutdown(0, TimeUnit.SECONDS);
    }

    /** One call under way. Confined to the caller's event loop. */
    private static final class Exchange {
        private final Vertx vertx;
        private final Promise<HttpReply> outcome = Promise.promise();
        private final long timer;
        private @Nullable HttpClientRequest request;
        private final Buffer received = Buffer.buffer();

        Exchange(Vertx vertx, Duration limit) {
            this.vertx = vertx;
            this.timer = vertx.setTimer(Math.max(1, limit.toMillis()), id -> abandon(
                    new TimeoutException("no whole answer within " + limit.toMillis() + " ms")));
        }

        Future<HttpReply> run(HttpClient client, RequestOptions options, Buffer body) {
            client.request(options).onComplete(made -> send(made, body), this::fail);
            return outcome.future();
        }

        private void send(HttpClientRequest made, Buffer body) {
            request = made;
            if (outcome.future().isComplete()) {
                made.reset();
                return;
            }
            made.send(body).onComplete(this::read, this::fail);
        }

        private void read(HttpClientResponse response) {
            response.handler(part -> append(response, part));
            response.end().onComplete(ended -> finish(response, true), cut -> finish(response, false));
        }

        private void append(HttpClientResponse response, Buffer part) {
            if (received.length() + part.length() > MAX_ANSWER_BYTES) {
                finish(response, false);
                reset();
            } else {
                received.appendBuffer(part);
            }
        }

        private void finish(HttpClientResponse response, boolean whole) {
            vertx.cancelTimer(timer);
            outcome.tryComplete(new HttpReply(response.statusCode(), response.headers(), received, whole));
        }

        private void fail(Throwable cause) {
            vertx.cancelTimer(timer);
            outcome.tryFail(cause);
        }

        private void abandon(Throwable cause) {
            outcome.tryFail(cause);
            reset();
        }

        private void reset() {
            if (request != null) {
                request.reset();
            }
        }
    }
}
