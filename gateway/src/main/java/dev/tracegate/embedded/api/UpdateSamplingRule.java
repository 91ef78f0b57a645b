package dev.tracegate.embedded.api;

import dev.tracegate.sampling.book.RuleBooks;
import dev.tracegate.sampling.book.RuleScope;
import dev.tracegate.sampling.rule.RuleMembers;
import io.vertx.core.json.JsonObject;

/** Changes members of a rule. */
final class UpdateSamplingRule implements Operation {
    private final RuleBooks books;
    private final String arnPrefix;

    UpdateSamplingRule(RuleBooks books, String arnPrefix) {
        this.books = books;
        this.arnPrefix = arnPrefix;
    }

    @Override
    public Uses uses() {
        return Uses.MEMORY;
    }

    @Override
    public JsonObject answer(Input input) {
        var members = input.requiredStructure("SamplingRuleUpdate").json().getMap();
        var name = RuleMembers.name(members);
        var update = RuleMembers.update(members);
        var changed = books.change(RuleScope.GLOBAL, (book, now) -> book.update(name, update, now),
                input.caller().address(), "UpdateSamplingRule " + name);
        return new JsonObject().put("SamplingRuleRecord",
                RuleJson.of(changed.book().find(name).orElseThrow(), arnPrefix));
    }
}
