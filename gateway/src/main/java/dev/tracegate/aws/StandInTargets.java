package dev.tracegate.aws;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Answers SamplingTargets while X-Ray is away: each rule's last known rate, and no quota, so that clients keep the one they have or borrow. An
 * answer without FixedRate would switch sampling off, and one without LastRuleModification or UnprocessedStatistics is thrown away by the Java
 * SDK, so all are always there.
 */
final class StandInTargets {
    /** X-Ray allows 25 rules of one's own in an account; more names than this are not its doing. */
    private static final int MOST_RULES = 256;

    private final Map<String, Double> rates = new LinkedHashMap<>();
    private double lastModification;

    /** Remembers a good answer of X-Ray. */
    synchronized void learn(Buffer answer) {
        try {
            var body = answer.toJsonObject();
            lastModification = body.getDouble("LastRuleModification", lastModification);
            var targets = body.getJsonArray("SamplingTargetDocuments", new JsonArray());
            for (int i = 0; i < targets.size(); i++) {
                JsonObject target = targets.getJsonObject(i);
                Double rate = target.getDouble("FixedRate");
                if (rate != null && (rates.size() < MOST_RULES || rates.containsKey(target.getString("RuleName")))) {
                    rates.put(target.getString("RuleName"), rate);
                }
            }
        } catch (DecodeException | ClassCastException unreadable) {
            // relayed as it is; there is just nothing to learn from it
        }
    }

    synchronized boolean learnt() {
        return !rates.isEmpty();
    }

    /** A target for each rule that the request reports on. */
    synchronized Buffer answer(Buffer request, Instant now) {
        var targets = new JsonArray();
        try {
            var reports = request.toJsonObject().getJsonArray("SamplingStatisticsDocuments", new JsonArray());
            for (int i = 0; i < reports.size(); i++) {
                var rule = reports.getJsonObject(i).getString("RuleName");
                targets.add(new JsonObject().put("RuleName", rule)
                        .put("FixedRate", rates.getOrDefault(rule, SamplingAnswers.DEFAULT_FIXED_RATE))
                        .putNull("ReservoirQuota")
                        .putNull("ReservoirQuotaTTL")
                        .putNull("Interval"));
            }
        } catch (DecodeException | ClassCastException unreadable) {
            // answered with no targets, which every SDK takes for no change
        }
        return new JsonObject().put("SamplingTargetDocuments", targets)
                .put("LastRuleModification", lastModification)
                .put("UnprocessedStatistics", new JsonArray())
                .toBuffer();
    }
}
