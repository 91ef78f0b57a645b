package dev.tracegate.admin;

import dev.tracegate.admin.auth.AdminAuthorization;
import dev.tracegate.admin.auth.HostCheck;
import dev.tracegate.admin.http.AdminOperation;
import dev.tracegate.admin.http.Problem;
import dev.tracegate.admin.http.ProblemKind;
import dev.tracegate.http.BoundedHttpListener;
import dev.tracegate.http.Exchange;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;

/**
 * Routes a request to its operation. Checked before that, in this order: the Host header, the form of the path, the bearer token for all paths
 * below {@code /v1}, the path, the method, the absence of a body. On the admin server's event loop.
 */
final class AdminRouter implements Handler<Exchange> {
    private static final Problem NO_SUCH_PATH = Problem.notFound("There is no such path. GET / lists the paths.");
    private static final Problem UNREADABLE = Problem.badRequest(
            "The path or the query cannot be decoded: a % must be followed by two hex digits.");

    private final Router router;
    private final AdminAuthorization authorization;

    AdminRouter(Vertx vertx, List<AdminOperation> operations, AdminAuthorization authorization) {
        this.router = Router.router(vertx);
        this.authorization = authorization;
        router.route().handler(AdminRouter::requireNormalPath);
        router.route("/v1/*").handler(this::requireToken);
        var methods = new LinkedHashMap<String, List<String>>();
        for (var operation : operations) {
            methods.computeIfAbsent(operation.path(), path -> new ArrayList<>()).addAll(mount(operation));
        }
        methods.forEach(
                (path, allowed) -> router.route(template(path)).handler(request -> refuseMethod(request, allowed)));
        router.errorHandler(400, request -> reply(request).refuse(UNREADABLE));
        router.errorHandler(404, request -> reply(request).refuse(NO_SUCH_PATH));
        router.errorHandler(500, request -> reply(request).refuseAfterBug(request.failure()));
    }

    @Override
    public void handle(Exchange exchange) {
        var request = exchange.request();
        HostCheck.problem(request.version(), request.getHeader(HttpHeaders.HOST))
                .ifPresentOrElse(problem -> new ExchangeReply(exchange).refuse(problem), () -> router.handle(request));
    }

    /** Mounts an operation and returns its methods. */
    private List<String> mount(AdminOperation operation) {
        var route = router.route(operation.method(), template(operation.path()));
        var methods = operation.method().equals(HttpMethod.GET) ? List.of("GET", "HEAD")
                : List.of(operation.method().name());
        methods.forEach(name -> route.method(HttpMethod.valueOf(name)));
        route.handler(new MountedOperation(operation.handler()));
        return methods;
    }

    /** The path of a route in vertx-web: {@code :name} for a parameter that OpenAPI writes <code>{name}</code>. */
    private static String template(String path) {
        return path.replace('{', ':').replace("}", "");
    }

    /** The router would serve {@code //metrics} and {@code /metrics/} too. A resource has one path only, so the other forms are not found. */
    private static void requireNormalPath(RoutingContext request) {
        var path = Objects.requireNonNullElse(request.request().path(), "");
        try {
            boolean slash = path.length() > 1 && path.endsWith("/");
            if (slash || !path.equals(request.normalizedPath())) {
                reply(request).refuse(NO_SUCH_PATH);
            } else {
                request.next();
            }
        } catch (IllegalArgumentException undecodable) {
            reply(request).refuse(UNREADABLE);
        }
    }

    private void requireToken(RoutingContext request) {
        var header = request.request().getHeader(HttpHeaders.AUTHORIZATION);
        authorization.refusal(header == null ? "" : header)
                .ifPresentOrElse(problem -> reply(request).refuse(problem), request::next);
    }

    private static void refuseMethod(RoutingContext request, List<String> allowed) {
        var problem = new Problem(ProblemKind.METHOD_NOT_ALLOWED,
                "This path supports only " + String.join(" and ", allowed) + ".");
        reply(request).refuse(problem,
                MultiMap.caseInsensitiveMultiMap().set(HttpHeaders.ALLOW, String.join(", ", allowed)));
    }

    private static ExchangeReply reply(RoutingContext request) {
        return new ExchangeReply(BoundedHttpListener.exchange(request.request()));
    }
}
