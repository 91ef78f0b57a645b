package dev.tracegate.telemetry.summary;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * The summary in CloudWatch's embedded metric format. {@code _aws} lists the members that are metrics of namespace Tracegate, with the one
 * dimension Service. Reasons of losses and rules of sampling are plain members, for queries in Logs Insights: CloudWatch charges for each metric.
 */
final class SummaryEmf {
    private static final String NAMESPACE = "Tracegate";
    private static final String DIMENSION = "Service";

    private final JsonArray definitions = new JsonArray();
    private final JsonObject root = new JsonObject();

    private SummaryEmf() {}

    /** @param service the value of the dimension Service */
    static String of(Summary summary, String service, Instant time) {
        var emf = new SummaryEmf();
        emf.addMetrics(summary);
        return emf.root.put(DIMENSION, service)
                .put("credentials", summary.credentials().label())
                .put("lost_by_reason", SummaryJson.reasons(summary.lost()))
                .put("sampled_out_by_rule", SummaryJson.object(summary.sampledOut()))
                .put("_aws", emf.metadata(time))
                .encode();
    }

    private void addMetrics(Summary summary) {
        add("Received", "Count", summary.received());
        add("Delivered", "Count", summary.delivered());
        add("Retried", "Count", summary.retried());
        add("Lost", "Count", summary.lost().total());
        add("Rejected", "Count", Losses.sum(summary.lost().rejected().values()));
        add("Shed", "Count", Losses.sum(summary.lost().shed().values()));
        add("DeadLettered", "Count", Losses.sum(summary.lost().deadLettered().values()));
        add("KernelDropped", "Count", summary.lost().kernelDropped());
        if (!summary.sampledOut().isEmpty()) { // no charge for a metric that most gateways do not have
            add("SampledOut", "Count", Losses.sum(summary.sampledOut().values()));
        }
        add("Waiting", "Count", summary.waiting());
        add("BufferBytes", "Bytes", summary.bufferBytes());
        add("BufferUsed", "Percent", summary.bufferPercent());
        add("CredentialsBad", "Count", summary.credentials().ok() ? 0 : 1);
    }

    private void add(String name, String unit, Number value) {
        definitions.add(new JsonObject().put("Name", name).put("Unit", unit));
        root.put(name, value);
    }

    private JsonObject metadata(Instant time) {
        var directive = new JsonObject().put("Namespace", NAMESPACE)
                .put("Dimensions", new JsonArray().add(new JsonArray().add(DIMENSION)))
                .put("Metrics", definitions);
        return new JsonObject().put("Timestamp", time.toEpochMilli())
                .put("CloudWatchMetrics", new JsonArray().add(directive));
    }
}
