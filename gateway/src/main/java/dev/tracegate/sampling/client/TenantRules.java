package dev.tracegate.sampling.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rules of one tenant that are counted by name. For one thread at a time. */
final class TenantRules {
    /** X-Ray allows 25 rules beside Default. Senders choose the names; those that come later are counted together. */
    static final int RULES = 32;
    /** The name under which further rules are counted. */
    static final String OTHERS = "(others)";

    private final Map<String, Rule> rules = new HashMap<>();

    /** @param window sums of the current window; between two closings, of addresses that were forgotten in it */
    record Rule(String name, RuleSums sinceStart, RuleSums window) {}

    /** The rule of this name, or that of all further names. */
    Rule rule(String name) {
        var known = rules.get(name);
        if (known != null) {
            return known;
        }
        var counted = rules.size() < RULES ? name : OTHERS;
        return rules.computeIfAbsent(counted, fresh -> new Rule(fresh, new RuleSums(), new RuleSums()));
    }

    List<Rule> all() {
        return new ArrayList<>(rules.values());
    }
}
