package dev.tracegate.admin;

import dev.tracegate.admin.http.AdminOperation;
import dev.tracegate.admin.read.ExplainSourceHandler;
import dev.tracegate.admin.read.GetBooksHandler;
import dev.tracegate.admin.read.GetIndexHandler;
import dev.tracegate.admin.read.GetLivenessHandler;
import dev.tracegate.admin.read.GetMetricsHandler;
import dev.tracegate.admin.read.GetReadinessHandler;
import dev.tracegate.admin.read.GetTraceFateHandler;
import dev.tracegate.admin.read.ListDeadLettersHandler;
import dev.tracegate.admin.read.ListWorkloadsHandler;
import java.util.List;
import java.util.stream.Stream;

/**
 * The operations of the admin API. Ids, paths and summaries are those of docs/openapi.yaml; a test compares them. The document itself is not
 * loaded, because with its parser it would take 6 MB in a sidecar (docs/adr/0012).
 */
public final class OperationTable {
    private OperationTable() {}

    /** In the order of docs/openapi.yaml. */
    public static List<AdminOperation> of(AdminViews views) {
        var listed = List.of(
                AdminOperation.get("getLiveness", "/health/live", "Is the process alive", new GetLivenessHandler()),
                AdminOperation.get("getReadiness", "/health/ready",
                        "Can the gateway take and deliver segments; if not, why",
                        new GetReadinessHandler(views.checks())),
                AdminOperation.get("getMetrics", "/metrics", "Meters, as Prometheus or OpenMetrics text",
                        new GetMetricsHandler(views.metrics())),
                AdminOperation.get("getBooks", "/v1/books", "Counts of all segments by state, for each tenant",
                        new GetBooksHandler(views.books(), views.loop())),
                AdminOperation.get("listDeadLetters", "/v1/dead-letters",
                        "Segments that X-Ray refused for good, newest first; ?tenant= ?limit=",
                        new ListDeadLettersHandler(views.deadLetters(), views.loop())),
                AdminOperation.get("getTraceFate", "/v1/traces/{traceId}/fate", "States of a trace's segments",
                        new GetTraceFateHandler(views.fates(), views.loop())),
                AdminOperation.get("listWorkloads", "/v1/workloads", "Known senders with their tasks and tenants",
                        new ListWorkloadsHandler(views.senders().workloads())),
                AdminOperation.get("explainSource", "/v1/explain", "The tenant of a sender, and why; ?source=IP[:PORT]",
                        new ExplainSourceHandler(views.senders().explain())));
        var index = AdminOperation.get("getIndex", "/", "This list", new GetIndexHandler(listed));
        return Stream.concat(Stream.of(index), listed.stream()).toList();
    }
}
