package dev.tracegate.embedded.api;

import dev.tracegate.sampling.rule.RuleMembers;
import dev.tracegate.sampling.rule.RuleRecord;
import io.vertx.core.json.JsonObject;

/** A rule with its times, as the X-Ray API writes it. All members are there: several SDKs fail on an absent one. */
final class RuleJson {
    private RuleJson() {}

    static JsonObject of(RuleRecord record, String arnPrefix) {
        var rule = record.rule();
        return new JsonObject()
                .put("SamplingRule", new JsonObject(RuleMembers.of(rule, arnPrefix + rule.name())))
                .put("CreatedAt", (double) record.createdAt().getEpochSecond())
                .put("ModifiedAt", (double) record.modifiedAt().getEpochSecond());
    }
}
