package dev.tracegate.embedded.api;

import dev.tracegate.sampling.book.RuleBooks;
import dev.tracegate.sampling.book.RuleScope;
import dev.tracegate.sampling.rule.RuleMembers;
import dev.tracegate.sampling.rule.RuleRefusal;
import io.vertx.core.json.JsonObject;

/** Removes a rule, and answers what it was. */
final class DeleteSamplingRule implements Operation {
    private final RuleBooks books;
    private final String arnPrefix;

    DeleteSamplingRule(RuleBooks books, String arnPrefix) {
        this.books = books;
        this.arnPrefix = arnPrefix;
    }

    @Override
    public Uses uses() {
        return Uses.MEMORY;
    }

    /** @throws RuleRefusal if there is no such rule */
    @Override
    public JsonObject answer(Input input) {
        var name = RuleMembers.name(input.json().getMap());
        var before = books.version(RuleScope.GLOBAL).book().find(name);
        books.change(RuleScope.GLOBAL, (book, now) -> book.delete(name), input.caller().address(),
                "DeleteSamplingRule " + name);
        return new JsonObject().put("SamplingRuleRecord", RuleJson.of(before.orElseThrow(), arnPrefix));
    }
}
