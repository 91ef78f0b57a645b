package dev.tracegate.embedded.api;

import dev.tracegate.embedded.sampling.Sampling;
import dev.tracegate.embedded.sampling.SamplingRule;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The rules that SDKs sample by. All members of a record are given: several SDKs fail on an absent one. A token is ignored, as by X-Ray. */
final class GetSamplingRules implements Operation {
    /** Below all others: custom rules go to 9999. */
    private static final int LAST = 10_000;

    private final Sampling sampling;

    GetSamplingRules(Sampling sampling) {
        this.sampling = sampling;
    }

    @Override
    public Uses uses() {
        return Uses.MEMORY;
    }

    @Override
    public JsonObject answer(Input input) {
        var records = new JsonArray();
        for (var rule : sampling.rules()) {
            records.add(new JsonObject().put("SamplingRule", json(rule)).put("CreatedAt", 0.0).put("ModifiedAt", 0.0));
        }
        return new JsonObject().put("SamplingRuleRecords", records).putNull("NextToken");
    }

    private static JsonObject json(SamplingRule rule) {
        return new JsonObject().put("RuleName", rule.name())
                .put("RuleARN", Arns.samplingRule(rule.name()))
                .put("ResourceARN", "*")
                .put("Priority", LAST)
                .put("FixedRate", rule.fixedRate())
                .put("ReservoirSize", rule.reservoirSize())
                .put("ServiceName", "*")
                .put("ServiceType", "*")
                .put("Host", "*")
                .put("HTTPMethod", "*")
                .put("URLPath", "*")
                .put("Version", 1)
                .put("Attributes", new JsonObject());
    }
}
