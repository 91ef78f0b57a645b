package dev.tracegate.interop;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs {@code aws xray} against a gateway. */
final class XRayCli {
    private static final Duration LOOK_BACK = Duration.ofMinutes(10);
    // The AWS CLI cuts times down to whole seconds; without some slack the last second's traces are missing.
    private static final Duration SLACK = Duration.ofMinutes(1);

    private final PythonVenv venv;
    private final DistributionProcess gateway;

    XRayCli(PythonVenv venv, DistributionProcess gateway) {
        this.venv = venv;
        this.gateway = gateway;
    }

    /** The ids of the traces of the last minutes that match the filter expression. */
    List<String> traceIds(String filter) {
        var reply = lately("get-trace-summaries", "--filter-expression", filter);
        return objects(reply, "TraceSummaries").map(summary -> summary.getString("Id")).toList();
    }

    /** The documents of at most 5 traces, the limit of one call. */
    List<JsonObject> documents(List<String> traceIds) {
        var words = new ArrayList<>(List.of("batch-get-traces", "--trace-ids"));
        words.addAll(traceIds);
        return objects(xray(words), "Traces").flatMap(trace -> objects(trace, "Segments"))
                .map(segment -> new JsonObject(segment.getString("Document")))
                .toList();
    }

    /** The nodes of the last minutes' service graph. */
    List<JsonObject> serviceGraph() {
        return objects(lately("get-service-graph"), "Services").toList();
    }

    static Stream<JsonObject> objects(JsonObject parent, String field) {
        return parent.containsKey(field) ? parent.getJsonArray(field).stream().map(JsonObject.class::cast)
                : Stream.of();
    }

    private JsonObject lately(String... words) {
        var now = Instant.now();
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--start-time", seconds(now.minus(LOOK_BACK)), "--end-time", seconds(now.plus(SLACK))));
        return xray(all);
    }

    private JsonObject xray(List<String> words) {
        var all = new ArrayList<>(List.of("xray"));
        all.addAll(words);
        all.addAll(
                List.of("--endpoint-url", gateway.endpoint().toString(), "--region", "us-east-1", "--no-sign-request",
                        "--output", "json"));
        return venv.aws(all.toArray(String[]::new));
    }

    private static String seconds(Instant time) {
        return Long.toString(time.getEpochSecond());
    }
}
