package dev.tracegate.embedded.api;

import dev.tracegate.sampling.book.RuleBooks;
import dev.tracegate.sampling.quota.SamplingReport;
import dev.tracegate.sampling.quota.SamplingTarget;
import dev.tracegate.sampling.quota.SamplingTargets;
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
    /**
     * Seconds, where X-Ray answers 10 or null. The X-Ray SDK for Java and OpenTelemetry's sampler for Go call every 10 s, and leave out a rule while less
     * than the interval has passed since the last answer, which comes a little later than the call. With 10 they report every 20 s.
     */
    private static final int INTERVAL = 9;

    private final RuleBooks books;
    private final SamplingTargets targets;

    GetSamplingTargets(RuleBooks books, SamplingTargets targets) {
        this.books = books;
        this.targets = targets;
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
        var caller = input.caller();
        var answered = new JsonArray();
        var unprocessed = new JsonArray();
        // all are read before the first is counted: a refused call counts nothing
        for (var report : documents.stream().map(GetSamplingTargets::report).toList()) {
            targets.report(caller.tenant(), report, caller.address())
                    .ifPresentOrElse(target -> answered.add(json(target)), () -> unprocessed.add(unknown(report)));
        }
        return new JsonObject().put("SamplingTargetDocuments", answered)
                .put("LastRuleModification", (double) books.lastModified(caller.tenant()).getEpochSecond())
                .put("UnprocessedStatistics", unprocessed)
                .put("UnprocessedBoostStatistics", new JsonArray());
    }

    private static SamplingReport report(Input document) {
        var clientId = document.requiredText("ClientID");
        if (clientId.length() != CLIENT_ID_LENGTH) {
            throw document.refused("ClientID", "'" + clientId + "'",
                    "Member must have length equal to " + CLIENT_ID_LENGTH);
        }
        // checked, not used: clients send it late, early, or in milliseconds
        document.requiredTime("Timestamp");
        return new SamplingReport(document.requiredText("RuleName"), clientId, count(document, "RequestCount"),
                count(document, "SampledCount"), count(document, "BorrowCount"));
    }

    private static long count(Input document, String member) {
        long count = document.number(member).map(Number::longValue).orElse(0L);
        if (count < 0) {
            throw document.refused(member, "'" + count + "'", "Member must have value greater than or equal to 0");
        }
        return Math.min(count, Integer.MAX_VALUE); // the model's integer
    }

    private static JsonObject json(SamplingTarget target) {
        var json = new JsonObject().put("RuleName", target.rule().name()).put("FixedRate", target.rule().fixedRate());
        target.quota()
                .ifPresentOrElse(
                        quota -> json.put("ReservoirQuota", quota.perSecond())
                                .put("ReservoirQuotaTTL", (double) quota.expiresAt()),
                        () -> json.putNull("ReservoirQuota").putNull("ReservoirQuotaTTL"));
        return json.put("Interval", INTERVAL);
    }

    private static JsonObject unknown(SamplingReport report) {
        return new JsonObject().put("RuleName", report.ruleName())
                .put("ErrorCode", "400")
                .put("Message", "Unknown rule");
    }
}
