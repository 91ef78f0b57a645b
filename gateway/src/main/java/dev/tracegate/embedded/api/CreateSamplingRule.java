package dev.tracegate.embedded.api;

import dev.tracegate.sampling.book.RuleBooks;
import dev.tracegate.sampling.book.RuleScope;
import dev.tracegate.sampling.rule.RuleMembers;
import io.vertx.core.json.JsonObject;

/** Adds a rule to those of all tenants. Tags are accepted and not kept. */
final class CreateSamplingRule implements Operation {
    private final RuleBooks books;
    private final String arnPrefix;

    CreateSamplingRule(RuleBooks books, String arnPrefix) {
        this.books = books;
        this.arnPrefix = arnPrefix;
    }

    @Override
    public Uses uses() {
        return Uses.MEMORY;
    }

    @Override
    public JsonObject answer(Input input) {
        var rule = RuleMembers.rule(input.requiredStructure("SamplingRule").json().getMap());
        var changed = books.change(RuleScope.GLOBAL, (book, now) -> book.create(rule, books.mostCustomRules(), now),
                input.caller().address(), "CreateSamplingRule " + rule.name());
        return new JsonObject().put("SamplingRuleRecord",
                RuleJson.of(changed.book().find(rule.name()).orElseThrow(), arnPrefix));
    }
}
