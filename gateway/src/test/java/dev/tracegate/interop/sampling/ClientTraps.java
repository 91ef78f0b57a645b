package dev.tracegate.interop.sampling;

import static dev.tracegate.interop.sampling.ClientTrap.When.AFTER_RULES;
import static dev.tracegate.interop.sampling.ClientTrap.When.AFTER_SECOND_TARGETS;
import static dev.tracegate.interop.sampling.ClientTrap.When.AFTER_TARGETS;
import static dev.tracegate.interop.sampling.SamplingSdk.OTEL_GO;
import static dev.tracegate.interop.sampling.SamplingSdk.OTEL_JAVA;
import static dev.tracegate.interop.sampling.SamplingSdk.OTEL_PYTHON;
import static dev.tracegate.interop.sampling.SamplingSdk.XRAY_GO;
import static dev.tracegate.interop.sampling.SamplingSdk.XRAY_JAVA;
import static dev.tracegate.interop.sampling.SamplingSdk.XRAY_NODE;
import static dev.tracegate.interop.sampling.SamplingSdk.XRAY_PYTHON;
import static dev.tracegate.interop.sampling.Share.ALL;
import static dev.tracegate.interop.sampling.Share.FIVE_A_SECOND;
import static dev.tracegate.interop.sampling.Share.NONE;
import static dev.tracegate.interop.sampling.Share.ONE_A_SECOND;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** What answers must have and must not have, each with what becomes of an SDK otherwise. */
final class ClientTraps {
    /**
     * Seconds. The X-Ray SDK for Java polls 10 s after its last poll, and leaves out a rule when less than this time has passed since the
     * last answer, which came a little later than the poll: with 10 it would often report every 20 s only.
     */
    private static final int INTERVAL = 9;
    private static final WireRule RULE = WireRule.of("r", 1);
    private static final WireRule ALWAYS = RULE.sampling(1, 0);
    private static final WireRule NEVER = RULE.sampling(0, 0);
    private static final WireRule RESERVOIR = RULE.sampling(0, 5);

    private ClientTraps() {}

    static List<ClientTrap> all() {
        return List.of(
                rules("well-formed rules", answer -> {}, ALL, Map.of()),
                rules("a rule without Attributes", answer -> rule(answer).remove("Attributes"), ALL,
                        Map.of(XRAY_NODE, NONE, XRAY_JAVA, ONE_A_SECOND, OTEL_JAVA, ONE_A_SECOND)),
                rules("a record without its times", answer -> {
                    firstRecord(answer).remove("CreatedAt");
                    firstRecord(answer).remove("ModifiedAt");
                }, ALL, Map.of(XRAY_JAVA, ONE_A_SECOND, OTEL_JAVA, ONE_A_SECOND)),
                rules("no rule at all", answer -> answer.getJsonArray("SamplingRuleRecords").clear(), ONE_A_SECOND,
                        Map.of()),
                rules("a priority with a decimal point", answer -> rule(answer).put("Priority", 1.0), ALL,
                        Map.of(XRAY_GO, ONE_A_SECOND, OTEL_GO, ONE_A_SECOND)),
                rules("an empty ServiceType", answer -> rule(answer).put("ServiceType", ""), ALL,
                        Map.of(XRAY_NODE, NONE, XRAY_PYTHON, NONE, OTEL_JAVA, NONE)),
                new ClientTrap("a rule on the second page", AFTER_RULES,
                        server -> server.answeringRules(page(WireRule.byDefault()).put("NextToken", "2"))
                                .answeringNextRules(page(ALWAYS)),
                        NONE, Map.of()),
                targets("well-formed targets", NEVER, answer -> {}, ALL, Map.of()),
                targets("no UnprocessedStatistics", NEVER, answer -> answer.remove("UnprocessedStatistics"), ALL,
                        Map.of(XRAY_JAVA, NONE, OTEL_JAVA, NONE)),
                targets("no LastRuleModification", NEVER, answer -> answer.remove("LastRuleModification"), ALL,
                        Map.of(XRAY_JAVA, NONE, XRAY_NODE, NONE, XRAY_PYTHON, NONE, OTEL_JAVA, NONE, OTEL_PYTHON,
                                NONE)),
                targets("a target without FixedRate", ALWAYS, answer -> target(answer).remove("FixedRate"), ALL,
                        Map.of(XRAY_JAVA, NONE, XRAY_NODE, NONE, OTEL_JAVA, NONE, OTEL_PYTHON, NONE)),
                targets("rules fetched again, with another rate than the targets'", NEVER,
                        answer -> answer.put("LastRuleModification", Instant.now().plusSeconds(1).getEpochSecond()),
                        ALL,
                        Map.of(XRAY_PYTHON, NONE, XRAY_GO, NONE, OTEL_GO, NONE)),
                targets("a target without a quota", RESERVOIR, answer -> withoutQuota(target(answer)), ONE_A_SECOND,
                        Map.of(OTEL_JAVA, NONE, OTEL_PYTHON, NONE)),
                // the X-Ray SDK for Node.js reads the quota's end as a time in 1970, so it borrows all the time
                quotaAfterNone());
    }

    private static ClientTrap rules(String name, Consumer<JsonObject> change, Share usual,
            Map<SamplingSdk, Share> others) {
        return new ClientTrap(name, AFTER_RULES, server -> server.answeringRules(changed(page(ALWAYS, WireRule
                .byDefault()), change)), usual, others);
    }

    private static ClientTrap targets(String name, WireRule rule, Consumer<JsonObject> change, Share usual,
            Map<SamplingSdk, Share> others) {
        return new ClientTrap(name, AFTER_TARGETS, server -> server.answeringRules(page(rule, WireRule.byDefault()))
                .answeringTargets(() -> changed(answer(rule.equals(RESERVOIR) ? 0 : 1), change)), usual, others);
    }

    private static ClientTrap quotaAfterNone() {
        return new ClientTrap("a quota after none", AFTER_SECOND_TARGETS, server -> {
            var calls = new AtomicInteger();
            server.answeringRules(page(RESERVOIR, WireRule.byDefault()))
                    .answeringTargets(() -> calls.getAndIncrement() > 0 ? answer(0)
                            : changed(answer(0), answer -> withoutQuota(target(answer))));
        }, FIVE_A_SECOND, Map.of(XRAY_NODE, ONE_A_SECOND));
    }

    private static JsonObject page(WireRule... rules) {
        return ScriptedSampling.rules(List.of(rules));
    }

    /** A target for the rule, with this rate, or with the rate 0 and a quota of five a second. */
    private static JsonObject answer(double rate) {
        return ScriptedSampling.targets(new JsonObject().put("RuleName", RULE.name())
                .put("FixedRate", rate)
                .put("ReservoirQuota", rate == 0 ? 5 : 0)
                .put("ReservoirQuotaTTL", Instant.now().plusSeconds(300).getEpochSecond())
                .put("Interval", INTERVAL));
    }

    private static void withoutQuota(JsonObject target) {
        target.putNull("ReservoirQuota").putNull("ReservoirQuotaTTL");
    }

    private static JsonObject changed(JsonObject answer, Consumer<JsonObject> change) {
        change.accept(answer);
        return answer;
    }

    private static JsonObject firstRecord(JsonObject answer) {
        return answer.getJsonArray("SamplingRuleRecords").getJsonObject(0);
    }

    private static JsonObject rule(JsonObject answer) {
        return firstRecord(answer).getJsonObject("SamplingRule");
    }

    private static JsonObject target(JsonObject answer) {
        return answer.getJsonArray("SamplingTargetDocuments").getJsonObject(0);
    }
}
