package dev.tracegate.admin;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers one request: the page of its path, by GET or HEAD, without a body. */
record AdminHandler(Vertx vertx, AdminPages pages) implements Handler<HttpServerRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);

    @Override
    public void handle(HttpServerRequest request) {
        var path = request.path() == null ? "" : request.path();
        var shown = request.getHeader(HttpHeaders.AUTHORIZATION);
        pages.refusal(path, shown == null ? "" : shown)
                .ifPresentOrElse(refusal -> refuse(request, refusal), () -> page(request, path));
    }

    private void page(HttpServerRequest request, String path) {
        pages.at(path)
                .ifPresentOrElse(found -> answer(request, found),
                        () -> refuse(request, Problem.notFound("Nothing here. GET / lists what there is.")));
    }

    private void answer(HttpServerRequest request, AdminPages.Found found) {
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            request.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
            refuse(request, new Problem(405, "method_not_allowed", "Only GET and HEAD are answered here."));
        } else if (announcesBody(request)) {
            refuse(request, new Problem(413, "body_not_read", "No body is read here."));
        } else {
            query(request).ifPresentOrElse(query -> ask(request, found, query),
                    () -> refuse(request,
                            Problem.bad("The query cannot be read: a % must be followed by two hex digits.")));
        }
    }

    private static boolean announcesBody(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return (length != null && !length.equals("0")) || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    /** Decoded, the first of several values; empty where it cannot be. */
    private static Optional<Map<String, String>> query(HttpServerRequest request) {
        try {
            var query = new HashMap<String, String>();
            request.params().forEach(entry -> query.putIfAbsent(entry.getKey(), entry.getValue()));
            return Optional.of(query);
        } catch (IllegalArgumentException undecodable) {
            return Optional.empty();
        }
    }

    /** The answer may come on another loop; it is sent on the request's own. */
    private void ask(HttpServerRequest request, AdminPages.Found found, Map<String, String> query) {
        var accept = request.getHeader(HttpHeaders.ACCEPT);
        Context own = vertx.getOrCreateContext();
        found.route()
                .answer()
                .apply(new Question(accept == null ? "" : accept, found.inPath(), query))
                .onComplete(page -> own.runOnContext(turn -> send(request, page)),
                        bug -> own.runOnContext(turn -> broken(request, bug)));
    }

    private static void broken(HttpServerRequest request, Throwable bug) {
        LOG.error("{} could not be answered; this is a bug in Tracegate", request.path(), bug);
        refuse(request, new Problem(500, "internal", "This is a bug in Tracegate; its log has more."));
    }

    /** The connection ends too, so that a body on its way is never read. */
    private static void refuse(HttpServerRequest request, Problem problem) {
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        send(request, problem.page(request.path() == null ? "" : request.path()))
                .onComplete(_ -> request.connection().close());
    }

    private static Future<Void> send(HttpServerRequest request, Page page) {
        var body = Buffer.buffer(page.body());
        if (page.status() == 401) {
            request.response().putHeader("www-authenticate", "Bearer");
        }
        var response = request.response()
                .setStatusCode(page.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, page.contentType())
                .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()))
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        return request.method().equals(HttpMethod.HEAD) ? response.end() : response.end(body);
    }
}
