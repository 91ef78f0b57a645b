package dev.tracegate.embedded.api;

import dev.tracegate.embedded.sampling.Report;
import dev.tracegate.embedded.sampling.Sampling;
import dev.tracegate.embedded.sampling.Target;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * Takes the clients' counts and answers their quotas. Boost documents are accepted and not acted on: an answer without SamplingBoost is a
 * valid one.
 */
final class GetSamplingTargets implements Operation {
    /** The model's maximum for a call. */
    private static final int LIMIT = 25;
    private static final int CLIENT_ID_LENGTH = 24;
    private static final int INTERVAL = 10;

    private final Sampling sampling;

    GetSamplingTargets(Sampling sampling) {
        this.sampling = sampling;
    }

    @Override
    public Uses uses() {
        return Uses.MEMORY;
    }

    @Override
    public JsonObject answer(Input input) {
        var documents = input.requiredList("SamplingStatisticsDocuments");
        if (documents.size() > LIMIT) {
            throw input.refused("SamplingStatisticsDocuments", "of " + documents.size() + " members",
                    "Member must have length less than or equal to " + LIMIT);
        }
        var targets = new JsonArray();
        var unprocessed = new JsonArray();
        // all are read before the first is counted: a refused call counts nothing
        for (var report : documents.stream().map(GetSamplingTargets::report).toList()) {
            sampling.report(report)
                    .ifPresentOrElse(target -> targets.add(json(target)), () -> unprocessed.add(unknown(report)));
        }
        return new JsonObject().put("SamplingTargetDocuments", targets)
                .put("LastRuleModification", sampling.lastModified())
                .put("UnprocessedStatistics", unprocessed)
                .put("UnprocessedBoostStatistics", new JsonArray());
    }

    private static Report report(Input document) {
        var clientId = document.requiredText("ClientID");
        if (clientId.length() != CLIENT_ID_LENGTH) {
            throw document.refused("ClientID", "'" + clientId + "'",
                    "Member must have length equal to " + CLIENT_ID_LENGTH);
        }
        // checked, not used: clients send it late, early, or in milliseconds
        document.requiredTime("Timestamp");
        return new Report(document.requiredText("RuleName"), clientId, count(document, "RequestCount"),
                count(document, "SampledCount"), count(document, "BorrowCount"));
    }

    private static long count(Input document, String member) {
        long count = document.number(member).map(Number::longValue).orElse(0L);
        return Math.clamp(count, 0, Integer.MAX_VALUE); // the model's integer
    }

    private static JsonObject json(Target target) {
        var json = new JsonObject().put("RuleName", target.rule().name()).put("FixedRate", target.rule().fixedRate());
        target.quota()
                .ifPresentOrElse(
                        quota -> json.put("ReservoirQuota", quota.perSecond())
                                .put("ReservoirQuotaTTL", (double) quota.expiresAt())
                                .put("Interval", INTERVAL),
                        () -> json.putNull("ReservoirQuota").putNull("ReservoirQuotaTTL").putNull("Interval"));
        return json;
    }

    private static JsonObject unknown(Report report) {
        return new JsonObject().put("RuleName", report.ruleName())
                .put("ErrorCode", "400")
                .put("Message", "Unknown rule");
    }
}
