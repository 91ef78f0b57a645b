package dev.tracegate.sampling.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a book allows, but an operator hardly wants: rules that never match, and rules of equal priority. */
public final class RuleWarnings {
    private RuleWarnings() {}

    /** A line for each; each names the rule and what to do. */
    public static List<String> of(RuleBook book) {
        var warnings = new ArrayList<String>();
        var rules = book.records().stream().map(RuleRecord::rule).filter(rule -> !rule.isDefault()).toList();
        for (int i = 0; i < rules.size(); i++) {
            var rule = rules.get(i);
            neverMatches(rule)
                    .forEach(reason -> warnings.add("rule \"%s\" never matches: %s".formatted(rule.name(), reason)));
            if (i > 0 && rules.get(i - 1).priority() == rule.priority()) {
                warnings.add("rules \"%s\" and \"%s\" have the priority %d; they are tried in the order of their names"
                        .formatted(rules.get(i - 1).name(), rule.name(), rule.priority()));
            }
            rules.subList(0, i)
                    .stream()
                    .filter(RuleWarnings::matchesAll)
                    .findFirst()
                    .ifPresent(earlier -> warnings
                            .add("rule \"%s\" never matches: \"%s\" (priority %d) matches every request before it"
                                    .formatted(rule.name(), earlier.name(), earlier.priority())));
        }
        return List.copyOf(warnings);
    }

    private static List<String> neverMatches(SamplingRule rule) {
        var reasons = new ArrayList<String>();
        Stream.of(new Member("ServiceName", rule.serviceName()), new Member("ServiceType", rule.serviceType()),
                new Member("Host", rule.host()), new Member("HTTPMethod", rule.httpMethod()),
                new Member("URLPath", rule.urlPath()))
                .filter(member -> member.pattern().isEmpty())
                .forEach(member -> reasons.add(member.name() + " is empty; write * to match everything"));
        var path = rule.urlPath();
        if (!path.isEmpty() && "/*?".indexOf(path.charAt(0)) < 0) {
            reasons.add("URLPath \"" + path + "\" does not begin with /, and every path does");
        }
        if (rule.httpMethod().indexOf(' ') >= 0) {
            reasons.add("HTTPMethod \"" + rule.httpMethod() + "\" has a space, and no method does");
        }
        return reasons;
    }

    private record Member(String name, String pattern) {}

    private static boolean matchesAll(SamplingRule rule) {
        return ClientKind.XRAY.uses(rule)
                && Stream.of(rule.serviceName(), rule.serviceType(), rule.host(), rule.httpMethod(), rule.urlPath())
                        .allMatch(WildcardPattern::matchesAll);
    }
}
