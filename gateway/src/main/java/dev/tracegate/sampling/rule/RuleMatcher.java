package dev.tracegate.sampling.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the rule of a request as one kind of SDK does: the first that matches, in the order of {@link SamplingRule#ORDER}. Immutable. */
public record RuleMatcher(RuleBook book, ClientKind client) {

    public RuleMatch match(SampledRequest request) {
        var passed = new ArrayList<RuleMatch.Mismatch>();
        for (var record : book.records()) {
            var rule = record.rule();
            var mismatch = rule.isDefault() ? Optional.<String>empty() : mismatch(rule, request);
            if (mismatch.isEmpty()) {
                return new RuleMatch(rule, List.copyOf(passed));
            }
            passed.add(new RuleMatch.Mismatch(rule.name(), mismatch.get()));
        }
        throw new IllegalStateException("a book without a Default rule");
    }

    private Optional<String> mismatch(SamplingRule rule, SampledRequest request) {
        if (!client.uses(rule)) {
            return Optional.of("X-Ray SDKs ignore rules with Attributes or a ResourceARN");
        }
        return member("ServiceName", rule.serviceName(), request.serviceName())
                .or(() -> member("ServiceType", rule.serviceType(), request.serviceType()))
                .or(() -> member("Host", rule.host(), request.host()))
                .or(() -> member("HTTPMethod", rule.httpMethod(), request.httpMethod()))
                .or(() -> member("URLPath", rule.urlPath(), request.urlPath()))
                .or(() -> attributes(rule, request));
    }

    private Optional<String> attributes(SamplingRule rule, SampledRequest request) {
        return rule.attributes()
                .entrySet()
                .stream()
                .map(each -> member("attribute " + each.getKey(), each.getValue(),
                        request.attributes().get(each.getKey())))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> member(String name, String pattern, @Nullable String value) {
        return client.matches(pattern, value)
                ? Optional.empty()
                : Optional.of("%s \"%s\" does not match %s".formatted(name, pattern,
                        value == null ? "a request without it" : '"' + value + '"'));
    }
}
