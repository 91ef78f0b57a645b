package dev.tracegate.aws;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** X-Ray's answers to GetSamplingRules, in the form every SDK can read. */
final class SamplingAnswers {
    static final double DEFAULT_FIXED_RATE = 0.05;

    private SamplingAnswers() {}

    /** The Default rule alone, as X-Ray has it in a new account: one trace a second, and 5 % of the rest. */
    static Buffer defaultRules() {
        var rule = new JsonObject().put("RuleName", "Default")
                .put("RuleARN", "arn:aws:xray:us-east-1:000000000000:sampling-rule/Default")
                .put("ResourceARN", "*")
                .put("Priority", 10_000)
                .put("FixedRate", DEFAULT_FIXED_RATE)
                .put("ReservoirSize", 1)
                .put("ServiceName", "*")
                .put("ServiceType", "*")
                .put("Host", "*")
                .put("HTTPMethod", "*")
                .put("URLPath", "*")
                .put("Version", 1)
                .put("Attributes", new JsonObject());
        var item = new JsonObject().put("SamplingRule", rule).put("CreatedAt", 0.0).put("ModifiedAt", 0.0);
        return new JsonObject().put("SamplingRuleRecords", new JsonArray().add(item)).putNull("NextToken").toBuffer();
    }

    /** Whether an answer holds all rules: nothing before it, nothing behind it. */
    static boolean isWholeList(Buffer request, Buffer answer) {
        try {
            boolean first = request.length() == 0 || request.toJsonObject().getValue("NextToken") == null;
            return first && answer.toJsonObject().getValue("NextToken") == null;
        } catch (DecodeException | ClassCastException unreadable) {
            return false;
        }
    }
}
