package dev.tracegate.store.sqlite;

import dev.tracegate.sampling.rule.RuleBook;
import dev.tracegate.sampling.rule.RuleMembers;
import dev.tracegate.sampling.rule.RuleRecord;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;

/** A rule book as JSON: an array of records with the members of the X-Ray API, so that a person can read the file. */
final class BookJson {
    private BookJson() {}

    static String write(RuleBook book) {
        var records = new JsonArray();
        for (var record : book.records()) {
            var members = RuleMembers.of(record.rule(), "");
            members.remove("RuleARN");
            records.add(new JsonObject().put("SamplingRule", new JsonObject(members))
                    .put("CreatedAt", record.createdAt().getEpochSecond())
                    .put("ModifiedAt", record.modifiedAt().getEpochSecond()));
        }
        return records.encode();
    }

    /** @throws IllegalArgumentException if the text is not what {@link #write} wrote */
    static RuleBook read(String text) {
        var records = new ArrayList<RuleRecord>();
        try {
            for (var each : new JsonArray(text)) {
                var json = (JsonObject) each;
                records.add(new RuleRecord(RuleMembers.rule(json.getJsonObject("SamplingRule").getMap()),
                        Instant.ofEpochSecond(json.getLong("CreatedAt")),
                        Instant.ofEpochSecond(json.getLong("ModifiedAt"))));
            }
        } catch (DecodeException | ClassCastException | NullPointerException e) {
            throw new IllegalArgumentException("not the JSON of rules", e);
        }
        return new RuleBook(records);
    }
}
