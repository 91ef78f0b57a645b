package dev.tracegate.identity;

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
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** Reads JSON from the services on this host, within bounds of time and size. What is read is parsed on a worker. */
public final class JsonHttp {
    private static final int CONNECT_MILLIS = 500;
    /** The agent itself gives up after 5 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** 3 hours of stopped tasks stay listed, some 500 bytes a container. */
    private static final int MOST_BYTES = 32 * 1024 * 1024;

    private final Vertx vertx;
    private final HttpClient client;

    public JsonHttp(Vertx vertx) {
        this.vertx = vertx;
        this.client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS));
    }

    /**
     * @param parser runs on a worker; what it throws is the future's failure
     * @return fails with a message for the operator where the answer is not 200, not JSON or does not come
     */
    <T> Future<T> get(String url, Function<JsonObject, T> parser) {
        return get(url, request().setAbsoluteURI(url), body -> parser.apply(new JsonObject(body)));
    }

    /**
     * The same of a list, from a service on a Unix socket.
     *
     * @param path with its query
     */
    <T> Future<T> getList(SocketAddress socket, String path, Function<JsonArray, T> parser) {
        // it has no host name, but HTTP wants one
        var request = request().setServer(socket).setHost("localhost").setPort(80).setURI(path);
        return get(socket.path() + path, request, body -> parser.apply(new JsonArray(body)));
    }

    private static RequestOptions request() {
        return new RequestOptions().setMethod(HttpMethod.GET)
                .setTimeout(PATIENCE.toMillis())
                .setIdleTimeout(PATIENCE.toMillis());
    }

    private <T> Future<T> get(String url, RequestOptions request, Function<Buffer, T> parser) {
        return client.request(request)
                .compose(made -> made.send())
                .compose(response -> body(url, response))
                .compose(body -> vertx.executeBlocking(parse(url, body, parser), false).map(Objects::requireNonNull))
                .recover(failure -> failed(failure.getMessage() != null && failure.getMessage().contains(url)
                        ? failure.getMessage()
                        : url + ": " + failure.getMessage()));
    }

    private static <T> Callable<T> parse(String url, Buffer body, Function<Buffer, T> parser) {
        return () -> {
            try {
                return parser.apply(body);
            } catch (RuntimeException malformed) {
                throw new VertxException(url + " answered what cannot be read: " + malformed.getMessage(), true);
            }
        };
    }

    /** Whole within the time: one that trickles would keep the look at all senders, and with it every lease that has ended. */
    private Future<Buffer> body(String url, HttpClientResponse response) {
        if (response.statusCode() != 200) {
            return failed(url + " answered " + response.statusCode());
        }
        var whole = Promise.<Buffer>promise();
        var read = Buffer.buffer();
        long late = vertx.setTimer(PATIENCE.toMillis(), timer -> {
            whole.tryFail(url + " did not answer to the end within " + PATIENCE.toMillis() + " ms");
            response.request().reset();
        });
        response.handler(part -> {
            if (read.length() + part.length() <= MOST_BYTES) {
                read.appendBuffer(part);
            } else {
                whole.tryFail(url + " answered more than " + MOST_BYTES + " bytes");
                response.request().reset();
            }
        }).endHandler(end -> whole.tryComplete(read)).exceptionHandler(whole::tryFail);
        return whole.future().onComplete(done -> vertx.cancelTimer(late));
    }

    private static <T> Future<T> failed(String why) {
        return Future.failedFuture(new VertxException(why, true));
    }
}
