package dev.tracegate.admin;

import dev.tracegate.admin.auth.HostCheck;
import dev.tracegate.admin.http.AdminRequest;
import dev.tracegate.admin.http.AdminResponse;
import dev.tracegate.admin.http.Problem;
import dev.tracegate.http.Exchange;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
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
record AdminHandler(Vertx vertx, AdminPages pages) implements Handler<Exchange> {
    private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);

    @Override
    public void handle(Exchange exchange) {
        var request = exchange.request();
        var path = request.path() == null ? "" : request.path();
        var shown = request.getHeader(HttpHeaders.AUTHORIZATION);
        HostCheck.problem(request.version(), request.getHeader(HttpHeaders.HOST))
                .or(() -> pages.refusal(path, shown == null ? "" : shown))
                .ifPresentOrElse(refusal -> refuse(exchange, refusal), () -> page(exchange, path));
    }

    private void page(Exchange exchange, String path) {
        pages.at(path)
                .ifPresentOrElse(found -> answer(exchange, found),
                        () -> refuse(exchange, Problem.notFound("Nothing here. GET / lists what there is.")));
    }

    private void answer(Exchange exchange, AdminPages.Found found) {
        var method = exchange.request().method();
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            exchange.request().response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
            refuse(exchange, new Problem(405, "method_not_allowed", "Only GET and HEAD are answered here."));
        } else if (exchange.announcesBody()) {
            refuse(exchange, new Problem(413, "body_not_read", "No body is read here."));
        } else {
            query(exchange.request()).ifPresentOrElse(query -> ask(exchange, found, query),
                    () -> refuse(exchange,
                            Problem.bad("The query cannot be read: a % must be followed by two hex digits.")));
        }
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
    private void ask(Exchange exchange, AdminPages.Found found, Map<String, String> query) {
        var accept = exchange.request().getHeader(HttpHeaders.ACCEPT);
        Context own = vertx.getOrCreateContext();
        found.route()
                .answer()
                .apply(new AdminRequest(accept == null ? "" : accept, found.inPath(), query))
                .onComplete(page -> own.runOnContext(turn -> exchange.reply(page.status(), headers(page), body(page))),
                        bug -> own.runOnContext(turn -> broken(exchange, bug)));
    }

    private static void broken(Exchange exchange, Throwable bug) {
        LOG.error("{} could not be answered; this is a bug in Tracegate", exchange.request().path(), bug);
        refuse(exchange, new Problem(500, "internal", "This is a bug in Tracegate; its log has more."));
    }

    /** The connection ends too, so that a body on its way is never read. */
    private static void refuse(Exchange exchange, Problem problem) {
        var path = exchange.request().path();
        var page = problem.page(path == null ? "" : path);
        exchange.refuse(page.status(), headers(page), body(page));
    }

    private static MultiMap headers(AdminResponse page) {
        var headers = MultiMap.caseInsensitiveMultiMap()
                .set(HttpHeaders.CONTENT_TYPE, page.contentType())
                .set(HttpHeaders.CACHE_CONTROL, "no-store");
        return page.status() == 401 ? headers.set("www-authenticate", "Bearer") : headers;
    }

    private static Buffer body(AdminResponse page) {
        return Buffer.buffer(page.body());
    }
}
