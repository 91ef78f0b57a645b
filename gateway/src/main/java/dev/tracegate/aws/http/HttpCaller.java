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

/** HTTP/1.1 calls over one keep-alive pool, each with one limit on its whole time and one on the size of its reply. */
public final class HttpCaller {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    // shorter than what load balancers and NAT gateways allow an idle connection
    private static final int KEEP_ALIVE_SECONDS = 50;

    private final Vertx vertx;
    private final HttpClientAgent client;
    private final ByteBudget replies;

    /** @param replies what all replies under way may hold together */
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
     * Calls once. Must be called on an event loop, where the future completes too.
     *
     * @param limit connect to last byte; its end fails the future with a {@link TimeoutException} and closes the connection
     * @param bound of the body; a larger one is not whole, and closes the connection
     * @param read makes of the reply what is wanted; the reply's bytes are given back when it returns
     */
    public <T> Future<T> call(RequestOptions options, Buffer body, Duration limit, ReplyBound bound,
            Function<HttpReply, T> read) {
        return held(options, body, limit, bound).map(held -> {
            try (held) {
                return read.apply(held.reply());
            }
        });
    }

    /** The same for a caller that keeps the reply beyond the callback. It must close the reply. */
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
     * The same answer, or a failure where it does not come in time. Must be called on an event loop, where the future completes too: Vert.x's own
     * timeout of a future that belongs to no context ends on a thread of Netty's.
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
                    new TimeoutException("no whole answer within " + limit.toMillis() + " ms")));
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
            body.read(response).onComplete(whole -> finish(response, true), cut -> ended(response, cut));
        }

        /** The status of a reply that ended early or is too large is known. A reply without room in the budget counts as no reply. */
        private void ended(HttpClientResponse response, Throwable cut) {
            if (cut instanceof ReplyRefused refused && refused.isForRoom()) {
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
            outcome.tryFail(onTheWay(cause));
        }

        /** The HTTP decoder reports what it cannot read by exceptions of no common class; network failures and time limits have their own. */
        private static Throwable onTheWay(Throwable cause) {
            return cause instanceof RuntimeException && !LocalFailure.isExpected(cause)
                    ? new UnreadableAnswerException(cause)
                    : cause;
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
