package dev.tracegate.interop.sampling;

import java.util.List;

/**
 * A change of the rules after which requests of one path are sampled, and were not before.
 *
 * @param byTargets whether an answer to {@code GetSamplingTargets} tells an SDK of it, without the rules
 */
record RuleChange(String title, String path, boolean byTargets, List<WireRule> before, Step step) {
    static final RuleChange NEW_RULE = new RuleChange("new rule", "/new", false, List.of(),
            calls -> calls.create(WireRule.of("new", 5).onPath("/new").sampling(1, 0)));
    static final RuleChange MATCH = new RuleChange("match", "/match", false,
            List.of(WireRule.of("match", 10).onPath("/other").sampling(1, 0)),
            calls -> calls.update("match", "URLPath", "/match"));
    static final RuleChange PRIORITY = new RuleChange("priority", "/priority", false,
            List.of(WireRule.of("first", 20).onPath("/priority"),
                    WireRule.of("second", 21).onPath("/priority").sampling(1, 0)),
            calls -> calls.update("second", "Priority", 19));
    static final RuleChange RATE = new RuleChange("rate", "/rate", true,
            List.of(WireRule.of("rate", 30).onPath("/rate")), calls -> calls.update("rate", "FixedRate", 1.0));
    /** One request a second for each of 140 clients, and more than they ask for. */
    static final RuleChange RESERVOIR = new RuleChange("reservoir", "/reservoir", true,
            List.of(WireRule.of("reservoir", 40).onPath("/reservoir")),
            calls -> calls.update("reservoir", "ReservoirSize", 1000));

    static final List<RuleChange> ALL = List.of(NEW_RULE, MATCH, PRIORITY, RATE, RESERVOIR);

    /** How it is made. */
    interface Step {
        void make(RuleCalls calls);
    }
}
