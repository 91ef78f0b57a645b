package dev.tracegate.interop.sampling;

import io.vertx.core.json.JsonObject;

/** A sampling rule as X-Ray's API writes it. */
record WireRule(JsonObject fields) {
    /** Matches every request. */
    static WireRule of(String name, int priority) {
        return new WireRule(new JsonObject().put("RuleName", name)
                .put("RuleARN", "arn:aws:xray:us-east-1:000000000000:sampling-rule/" + name)
                .put("ResourceARN", "*")
                .put("Priority", priority)
                .put("FixedRate", 0.0)
                .put("ReservoirSize", 0)
                .put("ServiceName", "*")
                .put("ServiceType", "*")
                .put("Host", "*")
                .put("HTTPMethod", "*")
                .put("URLPath", "*")
                .put("Version", 1)
                .put("Attributes", new JsonObject()));
    }

    /** The rule that X-Ray always has, last. */
    static WireRule byDefault() {
        return of("Default", 10_000);
    }

    WireRule sampling(double fixedRate, int reservoirSize) {
        return with("FixedRate", fixedRate).with("ReservoirSize", reservoirSize);
    }

    WireRule onPath(String urlPath) {
        return with("URLPath", urlPath);
    }

    /** The same with another value in a field. */
    WireRule with(String field, Object value) {
        return new WireRule(fields.copy().put(field, value));
    }

    String name() {
        return fields.getString("RuleName");
    }

    /** An element of {@code SamplingRuleRecords}. */
    JsonObject inRecord() {
        return new JsonObject().put("SamplingRule", fields.copy()).put("CreatedAt", 0.0).put("ModifiedAt", 0.0);
    }
}
