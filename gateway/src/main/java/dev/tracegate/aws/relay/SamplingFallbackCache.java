package dev.tracegate.aws.relay;

import dev.tracegate.aws.http.JsonBody;
import dev.tracegate.aws.settings.XRayEndpoint;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What X-Ray last said about sampling, to answer from while it cannot be reached. Every answer has all the members the SDKs insist on: the
 * Java SDK wants at least one rule, and CreatedAt, ModifiedAt and Attributes in each; Node an Attributes object; Python and Go a
 * LastRuleModification; Go its integers as integers. Safe from any thread.
 */
public final class SamplingFallbackCache {
    private static final String DEFAULT = "Default";
    private static final double DEFAULT_RATE = 0.05;
    // there is one memory for each tenant that asks; X-Ray's 25 rules take 15 kB
    private static final int MOST_BYTES = 128 * 1024;

    private final String region;
    // guarded by this
    private @Nullable JsonObject rules;
    private final Map<String, Number> rates = new HashMap<>(Map.of(DEFAULT, DEFAULT_RATE));
    private Number lastModification = 0.0;

    public SamplingFallbackCache(String region) {
        this.region = region;
    }

    /** @param body a GetSamplingRules answer with status 200, to a request for the first page */
    synchronized void learnRules(Buffer body) {
        if (body.length() > MOST_BYTES) {
            return;
        }
        var answer = JsonBody.orEmpty(body);
        var records = array(answer, "SamplingRuleRecords");
        if (records.isEmpty()) {
            return;
        }
        // further pages cannot be had while X-Ray is away, and a token that leads back here would be followed forever
        rules = answer.putNull("NextToken");
        rates.clear();
        rates.put(DEFAULT, DEFAULT_RATE);
        for (var record : records) {
            if (record instanceof JsonObject of && of.getValue("SamplingRule") instanceof JsonObject rule) {
                learnRate(rule);
            }
        }
    }

    /** @param body a SamplingTargets answer with status 200 */
    synchronized void learnTargets(Buffer body) {
        if (body.length() > MOST_BYTES) {
            return;
        }
        var answer = JsonBody.orEmpty(body);
        for (var target : array(answer, "SamplingTargetDocuments")) {
            if (target instanceof JsonObject document) {
                learnRate(document);
            }
        }
        if (answer.getValue("LastRuleModification") instanceof Number time) {
            lastModification = time;
        }
    }

    private void learnRate(JsonObject ruleOrTarget) {
        if (ruleOrTarget.getValue("RuleName") instanceof String name
                && ruleOrTarget.getValue("FixedRate") instanceof Number rate) {
            rates.put(name, rate);
        }
    }

    synchronized boolean hasRules() {
        return rules != null;
    }

    /** The last good answer, else one with the Default rule alone. */
    synchronized Buffer rules() {
        var known = rules;
        return (known == null ? new JsonObject().putNull("NextToken")
                .put("SamplingRuleRecords",
                        new JsonArray().add(defaultRecord()))
                : known).toBuffer();
    }

    /**
     * An answer to a SamplingTargets request: the last known rate for each rule asked about, no quota (clients keep the one they have, or
     * borrow). A rule that was never heard of is named as unprocessed with 500, on which clients keep what they have too.
     */
    synchronized Buffer targets(Buffer request) {
        var targets = new JsonArray();
        var unprocessed = new JsonArray();
        for (var statistics : array(JsonBody.orEmpty(request), "SamplingStatisticsDocuments")) {
            if (statistics instanceof JsonObject document && document.getValue("RuleName") instanceof String name) {
                var rate = rates.get(name);
                if (rate == null) {
                    unprocessed.add(unknown(name));
                } else {
                    targets.add(target(name, rate));
                }
            }
        }
        return new JsonObject().put("LastRuleModification", lastModification)
                .put("SamplingTargetDocuments", targets)
                .put("UnprocessedStatistics", unprocessed)
                .put("UnprocessedBoostStatistics", new JsonArray())
                .toBuffer();
    }

    private static JsonObject target(String rule, Number rate) {
        return new JsonObject().put("RuleName", rule)
                .put("FixedRate", rate)
                .putNull("ReservoirQuota")
                .putNull("ReservoirQuotaTTL")
                .putNull("Interval");
    }

    private static JsonObject unknown(String rule) {
        return new JsonObject().put("RuleName", rule)
                .put("ErrorCode", "500")
                .put("Message", "X-Ray cannot be reached, and nothing is known of this rule");
    }

    private JsonObject defaultRecord() {
        var rule = new JsonObject().put("RuleName", DEFAULT)
                .put("RuleARN", "arn:" + XRayEndpoint.partition(region) + ":xray:" + region
                        + ":000000000000:sampling-rule/Default")
                .put("ResourceARN", "*")
                .put("Priority", 10000)
                .put("FixedRate", DEFAULT_RATE)
                .put("ReservoirSize", 1)
                .put("ServiceName", "*")
                .put("ServiceType", "*")
                .put("Host", "*")
                .put("HTTPMethod", "*")
                .put("URLPath", "*")
                .put("Version", 1)
                .put("Attributes", new JsonObject());
        return new JsonObject().put("SamplingRule", rule).put("CreatedAt", 0.0).put("ModifiedAt", 0.0);
    }

    private static JsonArray array(JsonObject object, String name) {
        return object.getValue(name) instanceof JsonArray array ? array : new JsonArray();
    }
}
