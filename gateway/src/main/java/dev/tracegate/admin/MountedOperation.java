package dev.tracegate.admin;

import dev.tracegate.admin.http.AdminRequest;
import dev.tracegate.admin.http.OperationHandler;
import dev.tracegate.admin.http.Problem;
import dev.tracegate.admin.http.ProblemKind;
import dev.tracegate.http.BoundedHttpListener;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;

/**
 * Calls an operation that takes no request body. The body is refused, not read, so this needs no BodyHandler. On the admin server's event loop.
 */
record MountedOperation(OperationHandler operation) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext request) {
        var exchange = BoundedHttpListener.exchange(request.request());
        var reply = new ExchangeReply(exchange);
        if (exchange.announcesBody()) {
            reply.refuse(new Problem(ProblemKind.BODY_NOT_READ, "This operation takes no request body."));
            return;
        }
        // the operation may complete on another loop; the exchange belongs to this one
        var loop = request.vertx().getOrCreateContext();
        operation.handle(read(request))
                .onComplete(response -> loop.runOnContext(turn -> reply.send(response)),
                        bug -> loop.runOnContext(turn -> reply.refuseAfterBug(bug)));
    }

    /** @throws io.vertx.ext.web.handler.HttpException with status 400 if the query cannot be decoded */
    private static AdminRequest read(RoutingContext request) {
        var accept = request.request().getHeader(HttpHeaders.ACCEPT);
        Map<String, String> query = new HashMap<>();
        request.queryParams().forEach(entry -> query.putIfAbsent(entry.getKey(), entry.getValue()));
        return new AdminRequest(accept == null ? "" : accept, request.pathParams(), query);
    }
}
