package dev.tracegate.embedded.api;

import dev.tracegate.ingest.tcp.ApiCall;
import dev.tracegate.sampling.book.RuleBooks;
import dev.tracegate.sampling.rule.JavaSdkMarker;
import dev.tracegate.sampling.rule.RuleRecord;
import dev.tracegate.tenant.TenantId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Joins X-Ray's answers with those from a rule book. A rule of the book replaces X-Ray's of the same name; an unchanged Default rule of the book replaces
 * none. For one thread at a time.
 */
public final class SamplingOverlay {
    /** X-Ray's maximum of reports in a call. */
    private static final int REPORTS = 25;
    /** Tenants of which the names of X-Ray's rules are remembered, 25 names of 32 characters each: 2 MB. */
    private static final int TENANTS = 1_000;
    private static final String DEFAULT = "Default";

    private final RuleBooks books;
    /** The names of X-Ray's rules when they were last read, by tenant; the tenant that asked longest ago first. */
    private final Map<String, Set<String>> xrayRules = new LinkedHashMap<>(16, 0.75f, true);

    public SamplingOverlay(RuleBooks books) {
        this.books = books;
    }

    /** Reports for X-Ray and for the book, each as bodies of calls. There is at least one body for X-Ray, perhaps without a report. */
    public record Parts(List<JsonObject> xray, List<JsonObject> own) {}

    /** @param own the answer from the book */
    public JsonObject rules(ApiCall call, JsonObject xray, JsonObject own) {
        var merged = new LinkedHashMap<String, JsonObject>();
        var names = new HashSet<String>();
        for (var record : objects(xray, "SamplingRuleRecords")) {
            names.add(name(record));
            merged.put(name(record), record);
        }
        remember(call.tenant(), names);
        var marker = Optional.<JsonObject>empty();
        for (var record : objects(own, "SamplingRuleRecords")) {
            if (JavaSdkMarker.is(name(record))) {
                marker = Optional.of(record);
            } else if (isOwn(call.tenant(), name(record))) {
                merged.put(name(record), record);
            }
        }
        var last = merged.remove(DEFAULT);
        var records = new ArrayList<>(merged.values());
        // named by all rules, so that a change in X-Ray gives it another name too
        var hash = new JsonArray(new ArrayList<>(records)).add(last).encode().hashCode();
        marker.ifPresent(record -> {
            record.getJsonObject("SamplingRule").put("RuleName", JavaSdkMarker.name(hash));
            records.add(record);
        });
        if (last != null) {
            records.add(last);
        }
        return new JsonObject().put("SamplingRuleRecords", new JsonArray(records)).putNull("NextToken");
    }

    private void remember(TenantId tenant, Set<String> names) {
        xrayRules.put(tenant.value(), names);
        if (xrayRules.size() > TENANTS) {
            xrayRules.remove(xrayRules.keySet().iterator().next());
        }
    }

    /** Divides the reports of a call. A rule that both have is reported to both. */
    public Parts split(TenantId tenant, JsonObject request) {
        var toXRay = new ArrayList<JsonObject>();
        var toBook = new ArrayList<JsonObject>();
        var known = xrayRules.get(tenant.value());
        for (var report : objects(request, "SamplingStatisticsDocuments")) {
            var name = report.getValue("RuleName") instanceof String text ? text : "";
            boolean own = isOwn(tenant, name);
            if (own) {
                toBook.add(report);
            }
            // until X-Ray's rules were read, X-Ray decides whether it has the rule
            if ((!own || known == null || known.contains(name)) && !JavaSdkMarker.is(name)) {
                toXRay.add(report);
            }
        }
        var boosts = objects(request, "SamplingBoostStatisticsDocuments");
        var xray = calls(toXRay);
        if (xray.isEmpty()) {
            xray = List.of(call(List.of()));
        }
        if (!boosts.isEmpty()) {
            xray.getFirst().put("SamplingBoostStatisticsDocuments", new JsonArray(boosts));
        }
        return new Parts(xray, calls(toBook));
    }

    private static List<JsonObject> calls(List<JsonObject> reports) {
        var calls = new ArrayList<JsonObject>();
        for (int from = 0; from < reports.size(); from += REPORTS) {
            calls.add(call(reports.subList(from, Math.min(reports.size(), from + REPORTS))));
        }
        return calls;
    }

    private static JsonObject call(List<JsonObject> reports) {
        return new JsonObject().put("SamplingStatisticsDocuments", new JsonArray(new ArrayList<>(reports)));
    }

    /** The answer to a call whose reports X-Ray did not take. SDKs keep the rate that they have. */
    public static JsonObject unprocessed(JsonObject request) {
        var unprocessed = objects(request, "SamplingStatisticsDocuments").stream()
                .map(report -> new JsonObject().put("RuleName", report.getValue("RuleName"))
                        .put("ErrorCode", "500")
                        .put("Message", "X-Ray did not take the report"))
                .toList();
        return new JsonObject().put("UnprocessedStatistics", new JsonArray(unprocessed));
    }

    /** @param answers first those from the book, then those of X-Ray */
    public JsonObject targets(TenantId tenant, List<JsonObject> answers) {
        var targets = new HashMap<String, JsonObject>();
        var unprocessed = new JsonArray();
        var unprocessedBoosts = new JsonArray();
        double modified = books.lastModified(tenant).getEpochSecond();
        for (var answer : answers) {
            modified = Math.max(modified,
                    answer.getValue("LastRuleModification") instanceof Number time ? Math.ceil(time.doubleValue()) : 0);
            for (var target : objects(answer, "SamplingTargetDocuments")) {
                targets.putIfAbsent(target.getString("RuleName"), target);
            }
            objects(answer, "UnprocessedStatistics").stream()
                    .filter(each -> !isOwn(tenant, String.valueOf(each.getValue("RuleName"))))
                    .forEach(unprocessed::add);
            objects(answer, "UnprocessedBoostStatistics").forEach(unprocessedBoosts::add);
        }
        return new JsonObject().put("SamplingTargetDocuments", new JsonArray(new ArrayList<>(targets.values())))
                .put("LastRuleModification", modified)
                .put("UnprocessedStatistics", unprocessed)
                .put("UnprocessedBoostStatistics", unprocessedBoosts);
    }

    private boolean isOwn(TenantId tenant, String rule) {
        return books.of(tenant).find(rule).filter(record -> !record.equals(RuleRecord.DEFAULT)).isPresent();
    }

    private static String name(JsonObject record) {
        return record.getValue("SamplingRule") instanceof JsonObject rule
                ? String.valueOf(rule.getValue("RuleName"))
                : "";
    }

    private static List<JsonObject> objects(JsonObject parent, String member) {
        return parent.getValue(member) instanceof JsonArray array
                ? array.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast).toList()
                : List.of();
    }
}
