package dev.tracegate.aws.relay;

import dev.tracegate.aws.http.JsonBody;
import dev.tracegate.aws.settings.XRayEndpoint;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * Answers sampling calls from X-Ray's last good answers while X-Ray cannot be reached. Every answer has the members that the SDKs require: the
 * Java SDK needs at least one rule, and CreatedAt, ModifiedAt and Attributes in each; Node an Attributes object; Python and Go a
 * LastRuleModification; Go its integers as integers. Any thread.
 */
public final class SamplingFallbackCache {
    /** Bytes. A larger answer is not kept; X-Ray's 25 rules take 15 kB. */
    private static final int MAX_ANSWER_BYTES = 128 * 1024;

    private final String region;
    private final FallbackStore store;

    public SamplingFallbackCache(String region, FallbackStore store) {
        this.region = region;
        this.store = store;
    }

    /** @param body a GetSamplingRules answer with status 200, to a request for the first page */
    void learnRules(Buffer body) {
        if (body.length() <= MAX_ANSWER_BYTES) {
            store.update(last -> last.withRules(body));
        }
    }

    /** @param body a SamplingTargets answer with status 200 */
    void learnTargets(Buffer body) {
        if (body.length() <= MAX_ANSWER_BYTES) {
            store.update(last -> last.withTargets(body));
        }
    }

    boolean hasRules() {
        return store.get().rules() != null;
    }

    /** X-Ray's last good answer, else an answer with the Default rule alone. */
    Buffer rules() {
        var known = store.get().rules();
        return known == null
                ? new JsonObject().putNull("NextToken")
                        .put("SamplingRuleRecords", new JsonArray().add(defaultRecord()))
                        .toBuffer()
                : known;
    }

    /**
     * An answer to a SamplingTargets request: the last known rate of each requested rule, without a quota (clients keep the one they have, or
     * borrow). An unknown rule is listed as unprocessed with code 500, for which clients keep what they have too.
     */
    Buffer targets(Buffer request) {
        var last = store.get();
        var targets = new JsonArray();
        var unprocessed = new JsonArray();
        for (var statistics : LastGoodAnswers.array(JsonBody.orEmpty(request), "SamplingStatisticsDocuments")) {
            if (statistics instanceof JsonObject document && document.getValue("RuleName") instanceof String name) {
                var rate = last.rates().get(name);
                if (rate == null) {
                    unprocessed.add(unknown(name));
                } else {
                    targets.add(target(name, rate));
                }
            }
        }
        return new JsonObject().put("LastRuleModification", last.lastModification())
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
                .put("Message", "X-Ray cannot be reached, and this rule is unknown");
    }

    private JsonObject defaultRecord() {
        var rule = new JsonObject().put("RuleName", LastGoodAnswers.DEFAULT_RULE)
                .put("RuleARN", "arn:" + XRayEndpoint.partition(region) + ":xray:" + region
                        + ":000000000000:sampling-rule/Default")
                .put("ResourceARN", "*")
                .put("Priority", 10000)
                .put("FixedRate", LastGoodAnswers.DEFAULT_RATE)
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
}
