package dev.tracegate.embedded.api;

import dev.tracegate.sampling.book.RuleBooks;
import dev.tracegate.sampling.quota.SamplingTargets;
import dev.tracegate.tenant.TenantId;
import java.util.Map;

/** The operations on sampling rules, by their paths. They are for the thread that owns the targets. */
public final class SamplingOperations {
    /** What precedes the name of a rule in the ARNs of the embedded X-Ray's account. */
    public static final String EMBEDDED_ARNS = Arns.SAMPLING_RULE;

    private final RuleBooks books;
    private final String arnPrefix;
    private final Map<String, Operation> byPath;

    /** @param arnPrefix what precedes the name of a rule in its ARN */
    public SamplingOperations(RuleBooks books, SamplingTargets targets, String arnPrefix) {
        this.books = books;
        this.arnPrefix = arnPrefix;
        this.byPath = Map.of("/GetSamplingRules", new GetSamplingRules(books, arnPrefix),
                "/SamplingTargets", new GetSamplingTargets(books, targets),
                "/SamplingStatisticSummaries", new GetSamplingStatisticSummaries(targets),
                "/CreateSamplingRule", new CreateSamplingRule(books, arnPrefix),
                "/UpdateSamplingRule", new UpdateSamplingRule(books, arnPrefix),
                "/DeleteSamplingRule", new DeleteSamplingRule(books, arnPrefix));
    }

    public Map<String, Operation> byPath() {
        return byPath;
    }

    boolean hasRule(String arn, TenantId tenant) {
        return arn.startsWith(arnPrefix)
                && books.of(tenant).find(arn.substring(arnPrefix.length())).isPresent();
    }
}
