package dev.tracegate.admin;

import dev.tracegate.telemetry.Exposition;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What there is to see, by path. */
public final class AdminPages {
    private static final Page INDEX = Page.text(200, """
            Tracegate
            GET /health/live   is the process alive
            GET /health/ready  can it take and deliver segments, and if not, why
            GET /metrics       meters in Prometheus or OpenMetrics text""");
    private static final Page LIVE = new Page(200, Page.JSON, new JsonObject().put("status", "live").encode() + "\n");

    // from the value of the request's Accept header, empty where there is none
    private final Map<String, Function<String, Page>> pages;

    /** @param metrics the metrics page, in the form asked for */
    public AdminPages(List<ReadinessCheck> checks, Function<Exposition, String> metrics) {
        var readiness = new Readiness(checks);
        this.pages = Map.of("/", _ -> INDEX, "/health/live", _ -> LIVE, "/health/ready", _ -> readiness.page(),
                "/metrics", accept -> metricsPage(metrics, Exposition.forAccept(accept)));
    }

    private static Page metricsPage(Function<Exposition, String> metrics, Exposition format) {
        return new Page(200, format.contentType(), metrics.apply(format));
    }

    /** The page maker of a path; empty for a path that is not there. */
    Optional<Function<String, Page>> at(String path) {
        return Optional.ofNullable(pages.get(path));
    }
}
