package dev.tracegate.admin;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Function;

/** Answers one request: the page of its path, by GET or HEAD, without a body. */
record AdminHandler(AdminPages pages) implements Handler<HttpServerRequest> {

    @Override
    public void handle(HttpServerRequest request) {
        var path = request.path() == null ? "" : request.path();
        var shown = request.getHeader(HttpHeaders.AUTHORIZATION);
        pages.refusal(path, shown == null ? "" : shown)
                .ifPresentOrElse(refusal -> refuse(request, refusal), () -> page(request, path));
    }

    private void page(HttpServerRequest request, String path) {
        pages.at(path)
                .ifPresentOrElse(page -> answer(request, page),
                        () -> refuse(request, 404, "Nothing here. GET / lists what there is."));
    }

    private static void answer(HttpServerRequest request, Function<String, Page> page) {
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            request.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
            refuse(request, 405, "Only GET and HEAD are answered here.");
        } else if (announcesBody(request)) {
            refuse(request, 413, "No body is read here.");
        } else {
            var accept = request.getHeader(HttpHeaders.ACCEPT);
            send(request, page.apply(accept == null ? "" : accept));
        }
    }

    private static boolean announcesBody(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return (length != null && !length.equals("0")) || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    /** The connection ends too, so that a body on its way is never read. */
    private static void refuse(HttpServerRequest request, int status, String reason) {
        refuse(request, Page.text(status, reason));
    }

    private static void refuse(HttpServerRequest request, Page reason) {
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        send(request, reason).onComplete(_ -> request.connection().close());
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
