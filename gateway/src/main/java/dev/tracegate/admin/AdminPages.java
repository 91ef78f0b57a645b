package dev.tracegate.admin;

import dev.tracegate.telemetry.Exposition;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What there is to see, by path. */
public final class AdminPages {
    private final List<Route> routes;
    private final Access access;

    /** A page with what stands in the path for its parameter. */
    record Found(Route route, String inPath) {}

    /** @param access to what is below {@code /v1} */
    public AdminPages(AdminViews views, Access access) {
        this.access = access;
        var readiness = new Readiness(views.checks());
        var books = new BooksPage(views.books(), views.loop());
        var deadLetters = new DeadLettersPage(views.deadLetters(), views.loop());
        var fate = new FatePage(views.fates(), views.loop());
        var workloads = new WorkloadsPage(views.senders().workloads());
        var explain = new ExplainPage(views.senders().explain());
        var all = new ArrayList<>(List.of(
                Route.of("/health/live", "is the process alive",
                        question -> Page.json(200, new JsonObject().put("status", "live"))),
                Route.of("/health/ready", "can it take and deliver segments, and if not, why",
                        question -> readiness.page()),
                new Route("/metrics", "meters in Prometheus or OpenMetrics text", question -> metrics(views, question)),
                new Route("/v1/books", "what became of every segment, by tenant", question -> books.page()),
                new Route("/v1/dead-letters", "what X-Ray refused for good; ?tenant= ?limit=", deadLetters::page),
                new Route("/v1/traces/{traceId}/fate", "what became of a trace's segments", fate::page),
                Route.of("/v1/workloads", "who sends from where, and whose they are", question -> workloads.page()),
                Route.of("/v1/explain", "whose a sender is, and why; ?source=IP[:PORT]", explain::page)));
        var index = index(all);
        all.addFirst(Route.of("/", "this list", question -> index));
        this.routes = List.copyOf(all);
    }

    private static Future<Page> metrics(AdminViews views, Question question) {
        var format = Exposition.forAccept(question.accept());
        return views.metrics().apply(format).map(text -> new Page(200, format.contentType(), text));
    }

    private static Page index(List<Route> routes) {
        int width = routes.stream().mapToInt(route -> route.path().length()).max().orElse(0);
        var lines = new StringBuilder("Tracegate");
        for (var route : routes) {
            lines.append("\nGET ").append(route.path()).repeat(' ', width - route.path().length() + 2);
            lines.append(route.meaning());
        }
        return Page.text(200, lines.toString());
    }

    /** Every path that is answered, with its parameters in braces. */
    List<String> paths() {
        return routes.stream().map(Route::path).toList();
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
