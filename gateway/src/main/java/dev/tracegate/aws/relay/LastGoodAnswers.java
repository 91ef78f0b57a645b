package dev.tracegate.aws.relay;

import dev.tracegate.aws.http.JsonBody;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * X-Ray's last good answers to one caller's sampling calls. Immutable.
 *
 * @param rules the answer to GetSamplingRules as JSON text, which takes a fifth of the memory of its objects; null before the first
 * @param rates fixed rate of each rule by its name, from the newer of the rules and the targets
 * @param lastModification {@code LastRuleModification} of the last targets, epoch seconds
 */
record LastGoodAnswers(@Nullable Buffer rules, Map<String, Number> rates, Number lastModification) {
    static final String DEFAULT_RULE = "Default";
    static final double DEFAULT_RATE = 0.05;
    /** Before X-Ray has answered. */
    static final LastGoodAnswers NONE = new LastGoodAnswers(null, Map.of(DEFAULT_RULE, DEFAULT_RATE), 0.0);
    /** The objects of an entry: this record, its buffer and its map. */
    private static final int FIXED_BYTES = 256;
    /** A rate in the map: entry, key without its characters, number. */
    private static final int RATE_BYTES = 96;

    /** @param answer to a GetSamplingRules request for the first page, status 200; unchanged if it has no rules */
    LastGoodAnswers withRules(Buffer answer) {
        var body = JsonBody.orEmpty(answer);
        var records = array(body, "SamplingRuleRecords");
        if (records.isEmpty()) {
            return this;
        }
        var learned = new HashMap<String, Number>(Map.of(DEFAULT_RULE, DEFAULT_RATE));
        for (var item : records) {
            if (item instanceof JsonObject one && one.getValue("SamplingRule") instanceof JsonObject rule) {
                learnRate(rule, learned);
            }
        }
        // no further page can be fetched while X-Ray is away, and an SDK would follow a token that leads back here without end
        return new LastGoodAnswers(body.putNull("NextToken").toBuffer(), Map.copyOf(learned), lastModification);
    }

    /** @param answer to a SamplingTargets request, status 200 */
    LastGoodAnswers withTargets(Buffer answer) {
        var body = JsonBody.orEmpty(answer);
        var learned = new HashMap<>(rates);
        for (var target : array(body, "SamplingTargetDocuments")) {
            if (target instanceof JsonObject document) {
                learnRate(document, learned);
            }
        }
        var modified = body.getValue("LastRuleModification") instanceof Number time ? time : lastModification;
        return new LastGoodAnswers(rules, Map.copyOf(learned), modified);
    }

    /** Bytes that this takes in memory, estimated. */
    int bytes() {
        int bytes = FIXED_BYTES + (rules == null ? 0 : rules.length());
        for (var rule : rates.keySet()) {
            bytes += RATE_BYTES + rule.length();
        }
        return bytes;
    }

    private static void learnRate(JsonObject ruleOrTarget, Map<String, Number> rates) {
        if (ruleOrTarget.getValue("RuleName") instanceof String name
                && ruleOrTarget.getValue("FixedRate") instanceof Number rate) {
            rates.put(name, rate);
        }
    }

    static JsonArray array(JsonObject object, String name) {
        return object.getValue(name) instanceof JsonArray array ? array : new JsonArray();
    }
}
