package dev.tracegate.embedded.api;

import dev.tracegate.sampling.book.RuleBooks;
import dev.tracegate.sampling.rule.JavaSdkMarker;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * The rules that SDKs sample by, in one page, because most SDKs read only the first; the Default rule is last. A token is ignored, as by X-Ray. The X-Ray
 * SDK for Java gets {@link JavaSdkMarker a rule more}.
 */
final class GetSamplingRules implements Operation {
    private final RuleBooks books;
    private final String arnPrefix;

    GetSamplingRules(RuleBooks books, String arnPrefix) {
        this.books = books;
        this.arnPrefix = arnPrefix;
    }

    @Override
    public Uses uses() {
        return Uses.MEMORY;
    }

    @Override
    public JsonObject answer(Input input) {
        var caller = input.caller();
        var book = books.of(caller.tenant());
        var served = JavaSdkMarker.isNeededBy(caller.userAgent()) ? JavaSdkMarker.addTo(book) : book.records();
        var records = new JsonArray();
        served.forEach(record -> records.add(RuleJson.of(record, arnPrefix)));
        return new JsonObject().put("SamplingRuleRecords", records).putNull("NextToken");
    }
}
