package dev.tracegate.admin;

import dev.tracegate.admin.http.AdminResponse;
import dev.tracegate.admin.http.Problem;
import dev.tracegate.admin.http.ProblemKind;
import dev.tracegate.http.Exchange;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the response to one request. On the admin server's event loop. */
record ExchangeReply(Exchange exchange) {
    private static final Logger LOG = LoggerFactory.getLogger(ExchangeReply.class);

    /** Sends a result; the connection stays open for the next request. */
    void send(AdminResponse response) {
        var content = response.content(path());
        exchange.reply(content.status(), headers(content), Buffer.buffer(content.body()));
    }

    /** Sends a problem and closes the connection, so that a request body need not be read. */
    void refuse(Problem problem) {
        refuse(problem, MultiMap.caseInsensitiveMultiMap());
    }

    /** Sends a problem with additional headers and closes the connection. */
    void refuse(Problem problem, MultiMap more) {
        var content = problem.content(path());
        var headers = headers(content).addAll(more);
        if (problem.kind() == ProblemKind.UNAUTHORIZED) {
            headers.set("www-authenticate", "Bearer");
        }
        exchange.refuse(content.status(), headers, Buffer.buffer(content.body()));
    }

    /** Logs a bug and refuses the request; the response does not contain the reason. */
    void refuseAfterBug(@Nullable Throwable bug) {
        LOG.error("The request for {} failed; this is a bug in Tracegate", path(), bug);
        refuse(new Problem(ProblemKind.INTERNAL, "This is a bug in Tracegate; see its log."));
    }

    private String path() {
        var path = exchange.request().path();
        return path == null ? "" : path;
    }

    private static MultiMap headers(AdminResponse.Content content) {
        return MultiMap.caseInsensitiveMultiMap()
                .set(HttpHeaders.CONTENT_TYPE, content.contentType())
                .set(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
