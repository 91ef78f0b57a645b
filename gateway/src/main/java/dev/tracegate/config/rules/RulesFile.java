package dev.tracegate.config.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tracegate.files.NamedFile;
import dev.tracegate.sampling.book.RuleScope;
import dev.tracegate.sampling.rule.InvalidRule;
import dev.tracegate.sampling.rule.RuleBook;
import dev.tracegate.sampling.rule.RuleMembers;
import dev.tracegate.sampling.rule.SamplingRule;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A file of sampling rules in one of three shapes: what {@code aws xray get-sampling-rules} prints, an object with the array {@code SamplingRules}, or the
 * local rules of an X-Ray SDK, version 1 or 2 ({@link LocalRules}). The first two may have {@code Tenants}, an object with such rules for each tenant, by its
 * id.
 */
public final class RulesFile {
    /** Bytes; 100 rules of the largest size take 160 kB. */
    static final int MOST_BYTES = 1024 * 1024;

    private RulesFile() {}

    /**
     * Reads the rules of every scope that the file has; those for all tenants are always there, perhaps none. Blocks.
     *
     * @param most rules that a scope may have besides the Default rule
     * @throws InvalidRulesFile if anything in the file is wrong; no rule of it is used then
     */
    public static Map<RuleScope, List<SamplingRule>> read(Path file, int most) throws InvalidRulesFile {
        String text;
        try {
            text = new String(NamedFile.read(file, MOST_BYTES), UTF_8);
        } catch (IOException e) {
            throw new InvalidRulesFile("sampling rules %s: %s".formatted(file, NamedFile.problem(e)));
        }
        try {
            return parse(text, most);
        } catch (InvalidRule e) {
            throw new InvalidRulesFile("sampling rules %s: %s".formatted(file, e.getMessage()));
        }
    }

    /** @throws InvalidRule if the text is not a file of rules; the member has the path of the place */
    static Map<RuleScope, List<SamplingRule>> parse(String text, int most) {
        var root = root(text);
        if (root.getValue("version") != null) {
            return Map.of(RuleScope.GLOBAL, checked(LocalRules.read(root), most));
        }
        var tenants = root.remove("Tenants");
        var scopes = new HashMap<RuleScope, List<SamplingRule>>();
        scopes.put(RuleScope.GLOBAL, checked(records(root), most));
        if (tenants != null) {
            for (var tenant : object(tenants, "Tenants")) {
                var path = "Tenants." + tenant.getKey();
                if (tenant.getKey().isBlank()) {
                    throw new InvalidRule("Tenants", "has an empty tenant id");
                }
                var rules = object(tenant.getValue(), path);
                scopes.put(new RuleScope(tenant.getKey()), at(path, () -> checked(records(rules), most)));
            }
        }
        return scopes;
    }

    private static JsonObject root(String text) {
        Object value;
        try {
            value = Json.decodeValue(text);
        } catch (DecodeException e) {
            throw new InvalidRule("the file", "is not a JSON object: " + firstLine(e));
        }
        if (value instanceof JsonObject root) {
            return root;
        }
        throw new InvalidRule("the file", "is not a JSON object");
    }

    private static List<SamplingRule> checked(List<SamplingRule> rules, int most) {
        long custom = rules.stream().filter(rule -> !rule.isDefault()).count();
        if (custom > most) {
            throw new InvalidRule("rules",
                    "there are %d besides Default, and sampling.customRules allows %d".formatted(custom, most));
        }
        // refuses a name that is used twice
        RuleBook.of(rules, Instant.EPOCH);
        return rules;
    }

    private static List<SamplingRule> records(JsonObject root) {
        for (var name : root.fieldNames()) {
            if (!name.equals("SamplingRuleRecords") && !name.equals("SamplingRules") && !name.equals("NextToken")) {
                throw new InvalidRule(name,
                        "is unknown; a file has SamplingRuleRecords, SamplingRules, or version and rules");
            }
        }
        var records = array(root, "SamplingRuleRecords");
        var rules = new ArrayList<SamplingRule>();
        if (records != null) {
            for (int i = 0; i < records.size(); i++) {
                var path = "SamplingRuleRecords[" + i + "]";
                rules.add(
                        rule(object(object(records.getValue(i), path).getValue("SamplingRule"), path + ".SamplingRule"),
                                path + ".SamplingRule"));
            }
            return rules;
        }
        var plain = array(root, "SamplingRules");
        if (plain == null) {
            throw new InvalidRule("the file", "has no rules: write SamplingRules, an array");
        }
        for (int i = 0; i < plain.size(); i++) {
            rules.add(rule(object(plain.getValue(i), "SamplingRules[" + i + "]"), "SamplingRules[" + i + "]"));
        }
        return rules;
    }

    private static SamplingRule rule(JsonObject members, String path) {
        return at(path, () -> RuleMembers.strictRule(members.getMap()));
    }

    /** Reads with the path of the place before the member. */
    static <T> T at(String path, Supplier<T> read) {
        try {
            return read.get();
        } catch (InvalidRule e) {
            throw new InvalidRule(path + "." + e.member(),
                    String.valueOf(e.getMessage()).substring(e.member().length() + 2));
        }
    }

    static JsonObject object(@Nullable Object value, String path) {
        return switch (value) {
            case JsonObject object -> object;
            case Map<?, ?> map -> object(map);
            case null, default -> throw new InvalidRule(path, "must be an object");
        };
    }

    @SuppressWarnings("unchecked")
    private static JsonObject object(Map<?, ?> map) {
        return new JsonObject((Map<String, Object>) map);
    }

    static @Nullable JsonArray array(JsonObject object, String member) {
        return switch (object.getValue(member)) {
            case null -> null;
            case JsonArray array -> array;
            default -> throw new InvalidRule(member, "must be an array");
        };
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
