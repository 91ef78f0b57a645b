package dev.tracegate.admin;

import dev.tracegate.flow.Balance;
import dev.tracegate.telemetry.Exposition;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What there is to see, by path. */
public final class AdminPages {
    private static final Page INDEX = Page.text(200, """
            Tracegate
            GET /health/live   is the process alive
            GET /health/ready  can it take and deliver segments, and if not, why
            GET /metrics       meters in Prometheus or OpenMetrics text
            GET /v1/books      what became of every segment, by tenant""");
    private static final Page LIVE = new Page(200, Page.JSON, new JsonObject().put("status", "live").encode() + "\n");

    // from the value of the request's Accept header, empty where there is none
    private final Map<String, Function<String, Page>> pages;

    private final Access access;

    /**
     * @param metrics the metrics page, in the form asked for
     * @param access to what is below {@code /v1}
     */
    public AdminPages(List<ReadinessCheck> checks, Function<Exposition, String> metrics,
            Supplier<Map<String, Balance>> books, Access access) {
        this.access = access;
        var booksPage = new BooksPage(books);
        var readiness = new Readiness(checks);
        this.pages = Map.of("/", _ -> INDEX, "/health/live", _ -> LIVE, "/health/ready", _ -> readiness.page(),
                "/metrics", accept -> metricsPage(metrics, Exposition.forAccept(accept)), "/v1/books",
                _ -> booksPage.page());
    }

    private static Page metricsPage(Function<Exposition, String> metrics, Exposition format) {
        return new Page(200, format.contentType(), metrics.apply(format));
    }

    /** Why the path may not be read by who shows this; empty where it may. */
    Optional<Page> refusal(String path, String authorization) {
        return path.startsWith("/v1/") ? access.refusal(authorization) : Optional.empty();
    }

    /** The page maker of a path; empty for a path that is not there. */
    Optional<Function<String, Page>> at(String path) {
        return Optional.ofNullable(pages.get(path));
    }
}
