package dev.tracegate.telemetry.summary;

import dev.tracegate.telemetry.logging.JsonLine;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;

/** The summary as one JSON object, with the same first members as a JSON log line. */
final class SummaryJson {
    private SummaryJson() {}

    static String of(Summary summary, Instant time) {
        return JsonLine.head(time, "Info", SummaryReporter.class.getName(), "Summary")
                .put("interval_seconds", summary.interval().toSeconds())
                .put("received", summary.received())
                .put("delivered", summary.delivered())
                .put("lost", summary.lost().total())
                .put("lost_by_reason", reasons(summary.lost()))
                .put("sampled_out", Losses.sum(summary.sampledOut().values()))
                .put("sampled_out_by_rule", object(summary.sampledOut()))
                .put("retried", summary.retried())
                .put("waiting", summary.waiting())
                .put("buffer_bytes", summary.bufferBytes())
                .put("buffer_limit_bytes", summary.bufferLimitBytes())
                .put("credentials", summary.credentials().label())
                .encode();
    }

    static JsonObject reasons(Losses lost) {
        return new JsonObject().put("rejected", object(lost.rejected()))
                .put("shed", object(lost.shed()))
                .put("dead_lettered", object(lost.deadLettered()))
                .put("kernel_dropped", lost.kernelDropped());
    }

    static JsonObject object(Map<String, Long> counts) {
        var object = new JsonObject();
        counts.forEach(object::put);
        return object;
    }
}
