package dev.tracegate.config.rules;

import dev.tracegate.sampling.rule.InvalidRule;
import dev.tracegate.sampling.rule.SamplingRule;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The local rules of the X-Ray SDKs, as rules of the X-Ray API: their order becomes the priority, {@code fixed_target} the reservoir, {@code rate} the fixed
 * rate. In version 1 {@code service_name} stands for the host.
 *
 * @see <a href="https://docs.aws.amazon.com/xray/latest/devguide/xray-sdk-nodejs-configuration.html">Sampling rules of the SDK for Node.js</a>
 */
final class LocalRules {
    private static final Set<String> FILE = Set.of("version", "rules", "default");
    private static final Set<String> RULE = Set.of("description", "host", "service_name", "http_method", "url_path",
            "fixed_target", "rate");
    private static final Set<String> DEFAULT = Set.of("fixed_target", "rate");
    private static final String ANY = "*";

    private final boolean versionOne;
    private final Set<String> names = new HashSet<>();

    private LocalRules(boolean versionOne) {
        this.versionOne = versionOne;
    }

    static List<SamplingRule> read(JsonObject root) {
        int version = whole(root, "version");
        if (version != 1 && version != 2) {
            throw new InvalidRule("version", "must be 1 or 2, was " + version);
        }
        return new LocalRules(version == 1).rules(root);
    }

    private List<SamplingRule> rules(JsonObject root) {
        refuseUnknown(root, FILE);
        var rules = new ArrayList<SamplingRule>();
        var array = RulesFile.array(root, "rules");
        for (int i = 0; array != null && i < array.size(); i++) {
            int priority = i + 1;
            var path = "rules[" + i + "]";
            var members = RulesFile.object(array.getValue(i), path);
            rules.add(RulesFile.at(path, () -> rule(members, priority)));
        }
        if (root.getValue("default") == null) {
            throw new InvalidRule("default", "is missing");
        }
        var standard = RulesFile.object(root.getValue("default"), "default");
        rules.add(RulesFile.at("default", () -> {
            refuseUnknown(standard, DEFAULT);
            return SamplingRule.DEFAULT.withRate(number(standard, "rate"), whole(standard, "fixed_target"));
        }));
        return rules;
    }

    private SamplingRule rule(JsonObject members, int priority) {
        refuseUnknown(members, RULE);
        var host = versionOne ? "service_name" : "host";
        var other = versionOne ? "host" : "service_name";
        if (members.getValue(other) != null) {
            throw new InvalidRule(other, "is of the other version; write " + host);
        }
        return new SamplingRule(name(members, priority), priority, number(members, "rate"),
                whole(members, "fixed_target"), ANY, ANY, text(members, host), text(members, "http_method"),
                text(members, "url_path"), ANY, Map.of(), Optional.empty());
    }

    /** The description where it is short and used once; else the place in the file. */
    private String name(JsonObject members, int priority) {
        var description = members.getValue("description") instanceof String text ? text.strip() : "";
        boolean usable = !description.isEmpty() && description.length() <= 32 && description.indexOf('/') < 0
                && !description.equals(SamplingRule.DEFAULT_NAME);
        var name = usable ? description : "rule-" + priority;
        return names.add(name) ? name : "rule-" + priority;
    }

    private static void refuseUnknown(JsonObject object, Set<String> known) {
        for (var name : object.fieldNames()) {
            if (!known.contains(name)) {
                throw new InvalidRule(name, "is unknown here");
            }
        }
    }

    private static String text(JsonObject object, String member) {
        if (required(member, object.getValue(member)) instanceof String text) {
            return text;
        }
        throw new InvalidRule(member, "must be a text");
    }

    private static double number(JsonObject object, String member) {
        if (required(member, object.getValue(member)) instanceof Number number) {
            return number.doubleValue();
        }
        throw new InvalidRule(member, "must be a number");
    }

    private static int whole(JsonObject object, String member) {
        double number = number(object, member);
        if (number == Math.rint(number) && Math.abs(number) <= Integer.MAX_VALUE) {
            return (int) number;
        }
        throw new InvalidRule(member, "must be a whole number");
    }

    private static Object required(String member, @Nullable Object value) {
        if (value == null) {
            throw new InvalidRule(member, "is missing");
        }
        return value;
    }
}
