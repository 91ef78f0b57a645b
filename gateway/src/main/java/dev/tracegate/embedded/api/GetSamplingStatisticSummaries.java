package dev.tracegate.embedded.api;

import dev.tracegate.sampling.quota.RuleStatistics;
import dev.tracegate.sampling.quota.SamplingTargets;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What clients reported in the last ten seconds that are over, a row for each rule. */
final class GetSamplingStatisticSummaries implements Operation {
    private final SamplingTargets targets;

    GetSamplingStatisticSummaries(SamplingTargets targets) {
        this.targets = targets;
    }

    @Override
    public Uses uses() {
        return Uses.MEMORY;
    }

    @Override
    public JsonObject answer(Input input) {
        var rows = targets.statistics(input.caller().tenant())
                .stream()
                .map(GetSamplingStatisticSummaries::json)
                .toList();
        return new JsonObject().put("SamplingStatisticSummaries", new JsonArray(rows)).putNull("NextToken");
    }

    private static JsonObject json(RuleStatistics row) {
        return new JsonObject().put("RuleName", row.ruleName())
                .put("Timestamp", (double) row.windowStart())
                .put("RequestCount", row.requests())
                .put("BorrowCount", row.borrowed())
                .put("SampledCount", row.sampled());
    }
}
