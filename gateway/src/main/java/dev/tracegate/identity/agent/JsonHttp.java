package dev.tracegate.identity.agent;

import dev.tracegate.budget.ByteBudget;
import dev.tracegate.http.HttpCaller;
import dev.tracegate.http.HttpCaller.ReplyReader;
import dev.tracegate.http.ReplyBody;
import dev.tracegate.http.ReplyBound;
import dev.tracegate.http.ReplyParts;
import dev.tracegate.text.VisibleText;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Reads JSON from the services on this host, within bounds of time and size. To be called on an event loop, where it completes too. */
public final class JsonHttp {
    private static final int CONNECT_MILLIS = 500;
    /** For the head of a reply, and again for its whole body: one that arrives byte by byte would delay the poll of all senders. The agent gives up after 5 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** Per service, which is polled by one call at a time. */
    private static final int CONNECTIONS = 5;
    private static final int WAITING = 64;
    /** Most characters of a failure's message, which contains the URL and the parser's message. */
    private static final int MOST_MESSAGE = 500;

    private final HttpCaller calls;
    private final ByteBudget replies;

    /** @param replies what all replies under way may hold together */
    public JsonHttp(Vertx vertx, ByteBudget replies) {
        this.replies = replies;
        this.calls = new HttpCaller(vertx, new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS), CONNECTIONS,
                WAITING, replies);
    }

    /**
     * Reads one object.
     *
     * @param parser what it throws is the future's failure
     * @return fails with a message for the operator if the reply is not 200, not JSON, too large or not complete in time
     */
    public <T> Future<T> get(String url, ReplyBound bound, Function<JsonObject, T> parser) {
        return get(url, request().setAbsoluteURI(url), response -> {
            var body = new ReplyBody(bound, replies);
            return body.read(response)
                    .map(whole -> parser.apply(new JsonObject(whole)))
                    .onComplete(done -> body.close());
        });
    }

    /** Reads a list as it arrives; the elements' consumer may throw to end it. */
    public Future<Void> list(String url, JsonElements elements) {
        return get(url, request().setAbsoluteURI(url), response -> read(response, elements));
    }

    /**
     * As {@link #list(String, JsonElements)}, from a service on a Unix socket.
     *
     * @param path with its query
     */
    public Future<Void> list(SocketAddress socket, String path, JsonElements elements) {
        // a socket has no host name, but HTTP requires one
        var request = request().setServer(socket).setHost("localhost").setPort(80).setURI(path);
        return get(socket.path() + path, request, response -> read(response, elements));
    }

    private static RequestOptions request() {
        return new RequestOptions().setMethod(HttpMethod.GET)
                .setTimeout(PATIENCE.toMillis())
                .setIdleTimeout(PATIENCE.toMillis());
    }

    private <T> Future<T> get(String url, RequestOptions request, ReplyReader<T> reader) {
        return calls.exchange(request, null, PATIENCE.multipliedBy(2), response -> response.statusCode() == 200
                ? calls.within(PATIENCE, reader.read(response), JsonHttp::late)
                : Future.failedFuture("it answered " + response.statusCode()))
                .recover(failure -> Future.failedFuture(new VertxException(
                        VisibleText.cut(url + ": " + failure.getMessage(), MOST_MESSAGE), true)));
    }

    private static TimeoutException late() {
        return new TimeoutException("its answer was not complete within " + PATIENCE.toMillis() + " ms");
    }

    private static Future<Void> read(HttpClientResponse response, JsonElements elements) {
        return ReplyParts.read(response, ReplyBound.HOST_LIST, part -> parse(() -> elements.feed(part.getBytes())))
                .compose(end -> {
                    try {
                        parse(elements::end);
                        return Future.succeededFuture();
                    } catch (IOException malformed) {
                        return Future.failedFuture(malformed);
                    }
                });
    }

    private static void parse(Step step) throws IOException {
        try {
            step.run();
        } catch (IOException | RuntimeException malformed) {
            throw new IOException("its answer cannot be parsed: " + malformed.getMessage(), malformed);
        }
    }

    private interface Step {
        void run() throws IOException;
    }
}
