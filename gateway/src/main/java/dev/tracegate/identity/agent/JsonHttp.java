package dev.tracegate.identity.agent;

import dev.tracegate.budget.ByteBudget;
import dev.tracegate.http.ReplyBody;
import dev.tracegate.http.ReplyBound;
import dev.tracegate.text.VisibleText;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;

/** Reads JSON from the services on this host, within bounds of time and size. To be called on an event loop, where it completes too. */
public final class JsonHttp {
    private static final int CONNECT_MILLIS = 500;
    /** For the head, and again for the body. The agent itself gives up after 5 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** Of a list, which is read as it comes and not held: 3 hours of stopped tasks stay listed, some 500 bytes a container. */
    static final int MOST_LIST_BYTES = 32 * 1024 * 1024;
    /** Most characters of a failure's message, which contains the URL and the parser's message. */
    private static final int MOST_MESSAGE = 500;

    private final Vertx vertx;
    private final HttpClient client;
    private final ByteBudget replies;

    /** @param replies what all replies under way may hold together */
    public JsonHttp(Vertx vertx, ByteBudget replies) {
        this.vertx = vertx;
        this.replies = replies;
        this.client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS)
                .setMaxHeaderSize(ReplyBound.MOST_HEAD_BYTES));
    }

    /**
     * Reads one object.
     *
     * @param parser what it throws is the future's failure
     * @return fails with a message for the operator where the answer is not 200, not JSON, too large or does not come
     */
    public <T> Future<T> get(String url, ReplyBound bound, Function<JsonObject, T> parser) {
        return get(url, request().setAbsoluteURI(url), response -> {
            var body = new ReplyBody(bound, replies);
            return body.read(response)
                    .map(whole -> parser.apply(new JsonObject(whole)))
                    .onComplete(done -> body.close());
        });
    }

    /** Reads a list as it comes; the elements' consumer may throw to end it. */
    public Future<Void> list(String url, JsonElements elements) {
        return get(url, request().setAbsoluteURI(url), response -> read(response, elements));
    }

    /**
     * The same from a service on a Unix socket.
     *
     * @param path with its query
     */
    public Future<Void> list(SocketAddress socket, String path, JsonElements elements) {
        // it has no host name, but HTTP wants one
        var request = request().setServer(socket).setHost("localhost").setPort(80).setURI(path);
        return get(socket.path() + path, request, response -> read(response, elements));
    }

    private static RequestOptions request() {
        return new RequestOptions().setMethod(HttpMethod.GET)
                .setTimeout(PATIENCE.toMillis())
                .setIdleTimeout(PATIENCE.toMillis());
    }

    private <T> Future<T> get(String url, RequestOptions request, Function<HttpClientResponse, Future<T>> reader) {
        return client.request(request)
                .compose(made -> made.send())
                .compose(response -> response.statusCode() == 200
                        ? inTime(response, reader.apply(response))
                        : refused(response))
                .recover(failure -> Future.failedFuture(new VertxException(
                        VisibleText.cut(url + ": " + failure.getMessage(), MOST_MESSAGE), true)));
    }

    private static <T> Future<T> refused(HttpClientResponse response) {
        response.request().reset();
        return Future.failedFuture("it answered " + response.statusCode());
    }

    /** The limit is on the whole reply. A reply that arrives byte by byte would delay the poll of all senders. */
    private <T> Future<T> inTime(HttpClientResponse response, Future<T> read) {
        Promise<T> result = Promise.promise();
        long late = vertx.setTimer(PATIENCE.toMillis(), timer -> {
            result.tryFail("its answer was not complete within " + PATIENCE.toMillis() + " ms");
            response.request().reset();
        });
        read.onComplete(result::tryComplete, failure -> {
            result.tryFail(failure);
            response.request().reset();
        });
        return result.future().onComplete(done -> vertx.cancelTimer(late));
    }

    private static Future<Void> read(HttpClientResponse response, JsonElements elements) {
        Promise<Void> whole = Promise.promise();
        var length = new long[1];
        response.handler(part -> {
            length[0] += part.length();
            if (length[0] > MOST_LIST_BYTES) {
                whole.tryFail("its answer has more than " + MOST_LIST_BYTES + " bytes");
            } else if (!whole.future().isComplete()) {
                feed(elements, part, whole);
            }
        });
        response.end().onComplete(ended -> end(elements, whole), whole::tryFail);
        return whole.future();
    }

    private static void feed(JsonElements elements, Buffer part, Promise<Void> whole) {
        try {
            elements.feed(part.getBytes());
        } catch (IOException | RuntimeException malformed) {
            whole.tryFail(unreadable(malformed));
        }
    }

    private static void end(JsonElements elements, Promise<Void> whole) {
        if (!whole.future().isComplete()) {
            try {
                elements.end();
                whole.tryComplete();
            } catch (IOException | RuntimeException malformed) {
                whole.tryFail(unreadable(malformed));
            }
        }
    }

    private static String unreadable(Exception malformed) {
        return "its answer cannot be parsed: " + malformed.getMessage();
    }
}
