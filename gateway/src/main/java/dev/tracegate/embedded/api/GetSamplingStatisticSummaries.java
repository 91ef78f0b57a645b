package dev.tracegate.embedded.api;

import dev.tracegate.embedded.sampling.Sampling;
import dev.tracegate.embedded.sampling.Statistics;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What clients reported in the last ten seconds that are over, a row for each rule. */
final class GetSamplingStatisticSummaries implements Operation {
    private final Sampling sampling;

    GetSamplingStatisticSummaries(Sampling sampling) {
        this.sampling = sampling;
    }

    @Override
    public Uses uses() {
        return Uses.MEMORY;
    }

    @Override
    public JsonObject answer(Input input) {
        var rows = sampling.statistics().stream().map(GetSamplingStatisticSummaries::json).toList();
        return new JsonObject().put("SamplingStatisticSummaries", new JsonArray(rows)).putNull("NextToken");
    }

    private static JsonObject json(Statistics row) {
        return new JsonObject().put("RuleName", row.ruleName())
                .put("Timestamp", (double) row.windowStart())
                .put("RequestCount", row.requests())
                .put("BorrowCount", row.borrowed())
                .put("SampledCount", row.sampled());
    }
}
