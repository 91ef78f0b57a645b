package dev.tracegate.admin;

import dev.tracegate.admin.auth.AdminAuthorization;
import dev.tracegate.admin.http.AdminRequest;
import dev.tracegate.admin.http.AdminResponse;
import dev.tracegate.admin.http.AdminRoute;
import dev.tracegate.admin.http.Problem;
import dev.tracegate.admin.read.BooksPage;
import dev.tracegate.admin.read.DeadLettersPage;
import dev.tracegate.admin.read.ExplainPage;
import dev.tracegate.admin.read.FatePage;
import dev.tracegate.admin.read.Readiness;
import dev.tracegate.admin.read.WorkloadsPage;
import dev.tracegate.telemetry.metrics.Exposition;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What there is to see, by path. */
public final class AdminPages {
    private final List<AdminRoute> routes;
    private final AdminAuthorization access;

    /** A page with what stands in the path for its parameter. */
    record Found(AdminRoute route, String inPath) {}

    /** @param access to what is below {@code /v1} */
    public AdminPages(AdminViews views, AdminAuthorization access) {
        this.access = access;
        var readiness = new Readiness(views.checks());
        var books = new BooksPage(views.books(), views.loop());
        var deadLetters = new DeadLettersPage(views.deadLetters(), views.loop());
        var fate = new FatePage(views.fates(), views.loop());
        var workloads = new WorkloadsPage(views.senders().workloads());
        var explain = new ExplainPage(views.senders().explain());
        var all = new ArrayList<>(List.of(
                AdminRoute.of("/health/live", "is the process alive",
                        question -> AdminResponse.json(200, new JsonObject().put("status", "live"))),
                AdminRoute.of("/health/ready", "can it take and deliver segments, and if not, why",
                        question -> readiness.page()),
                new AdminRoute("/metrics", "meters in Prometheus or OpenMetrics text",
                        question -> metrics(views, question)),
                new AdminRoute("/v1/books", "what became of every segment, by tenant", question -> books.page()),
                new AdminRoute("/v1/dead-letters", "what X-Ray refused for good; ?tenant= ?limit=", deadLetters::page),
                new AdminRoute("/v1/traces/{traceId}/fate", "what became of a trace's segments", fate::page),
                AdminRoute.of("/v1/workloads", "who sends from where, and whose they are",
                        question -> workloads.page()),
                AdminRoute.of("/v1/explain", "whose a sender is, and why; ?source=IP[:PORT]", explain::page)));
        var index = index(all);
        all.addFirst(AdminRoute.of("/", "this list", question -> index));
        this.routes = List.copyOf(all);
    }

    private static Future<AdminResponse> metrics(AdminViews views, AdminRequest question) {
        var format = Exposition.forAccept(question.accept());
        return views.metrics().apply(format).map(text -> new AdminResponse(200, format.contentType(), text));
    }

    private static AdminResponse index(List<AdminRoute> routes) {
        int width = routes.stream().mapToInt(route -> route.path().length()).max().orElse(0);
        var lines = new StringBuilder("Tracegate");
        for (var route : routes) {
            lines.append("\nGET ").append(route.path()).repeat(' ', width - route.path().length() + 2);
            lines.append(route.meaning());
        }
        return AdminResponse.text(200, lines.toString());
    }

    /** Every path that is answered, with its parameters in braces. */
    List<String> paths() {
        return routes.stream().map(AdminRoute::path).toList();
    }

    /** Why the path may not be read by who shows this; empty where it may. */
    Optional<Problem> refusal(String path, String authorization) {
        return Problem.isApi(path) ? access.refusal(authorization) : Optional.empty();
    }

    /** The page of a path; empty for a path that is not there. */
    Optional<Found> at(String path) {
        return routes.stream()
                .flatMap(route -> route.match(path).map(inPath -> new Found(route, inPath)).stream())
                .findFirst();
    }
}
