package dev.tracegate.sampling.rule;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes rules as the members of the X-Ray API, whatever the notation: a map from a member's name to a text, a number or another such map.
 */
public final class RuleMembers {
    private static final int VERSION = 1;
    private static final Set<String> KNOWN = Set.of("RuleName", "RuleARN", "ResourceARN", "Priority", "FixedRate",
            "ReservoirSize", "ServiceName", "ServiceType", "Host", "HTTPMethod", "URLPath", "Version", "Attributes",
            "SamplingRateBoost");
    private static final String NAME_IN_ARN = ":sampling-rule/";

    private final Map<String, ?> members;

    private RuleMembers(Map<String, ?> members) {
        this.members = members;
    }

    /**
     * A rule from its members, as {@code CreateSamplingRule} takes them. The Default rule needs a rate and a reservoir only.
     *
     * @throws InvalidRule if a member is missing, has another type, or is outside its limits
     */
    public static SamplingRule rule(Map<String, ?> members) {
        return new RuleMembers(members).rule();
    }

    /** As {@link #rule}; a member that X-Ray does not have is refused too. For files, where it is a spelling mistake. */
    public static SamplingRule strictRule(Map<String, ?> members) {
        for (var name : members.keySet()) {
            if (!KNOWN.contains(name)) {
                throw new InvalidRule(name, "is not a member of a sampling rule");
            }
        }
        // X-Ray's answers have both, and a file may be one of them
        var withoutArn = new HashMap<String, Object>(members);
        if (members.get("RuleName") != null) {
            withoutArn.remove("RuleARN");
        }
        return rule(withoutArn);
    }

    /**
     * The changes of {@code UpdateSamplingRule}.
     *
     * @throws InvalidRule if a member has another type
     */
    public static RuleUpdate update(Map<String, ?> members) {
        var read = new RuleMembers(members);
        return new RuleUpdate(read.whole("Priority"), read.number("FixedRate"), read.whole("ReservoirSize"),
                read.text("ServiceName"), read.text("ServiceType"), read.text("Host"), read.text("HTTPMethod"),
                read.text("URLPath"), read.text("ResourceARN"),
                members.get("Attributes") == null ? null : read.attributes(), read.boost());
    }

    /**
     * The name of a rule by {@code RuleName} or {@code RuleARN}, of which exactly one must be there.
     *
     * @throws InvalidRule if both are there, or neither, or the ARN is not one of a sampling rule
     */
    public static String name(Map<String, ?> members) {
        var read = new RuleMembers(members);
        var name = read.text("RuleName");
        var arn = read.text("RuleARN");
        if (name != null && arn != null) {
            throw new InvalidRule("RuleName", "and RuleARN exclude each other; leave one out");
        }
        if (name != null) {
            return name;
        }
        if (arn == null) {
            throw new InvalidRule("RuleName", "is missing");
        }
        int at = arn.indexOf(NAME_IN_ARN);
        if (at < 0) {
            throw new InvalidRule("RuleARN", "must contain " + NAME_IN_ARN + " and a name, was " + arn);
        }
        return arn.substring(at + NAME_IN_ARN.length());
    }

    /** A rule's members with all that SDKs need, in X-Ray's order. */
    public static Map<String, Object> of(SamplingRule rule, String arn) {
        var members = new LinkedHashMap<String, Object>();
        members.put("RuleName", rule.name());
        members.put("RuleARN", arn);
        members.put("ResourceARN", rule.resourceArn());
        members.put("Priority", rule.priority());
        members.put("FixedRate", rule.fixedRate());
        members.put("ReservoirSize", rule.reservoirSize());
        members.put("ServiceName", rule.serviceName());
        members.put("ServiceType", rule.serviceType());
        members.put("Host", rule.host());
        members.put("HTTPMethod", rule.httpMethod());
        members.put("URLPath", rule.urlPath());
        members.put("Version", VERSION);
        members.put("Attributes", Map.copyOf(rule.attributes()));
        rule.boost().ifPresent(boost -> {
            var limits = new LinkedHashMap<String, Object>();
            limits.put("MaxRate", boost.maxRate());
            limits.put("CooldownWindowMinutes", boost.cooldownMinutes());
            members.put("SamplingRateBoost", limits);
        });
        return members;
    }

    private SamplingRule rule() {
        var name = members.get("RuleName") == null && members.get("RuleARN") == null
                ? requiredText("RuleName")
                : name(members);
        if (name.equals(SamplingRule.DEFAULT_NAME)) {
            return defaultRule();
        }
        if (JavaSdkMarker.is(name)) {
            throw new InvalidRule("RuleName", "must not be gen- and digits, which the gateway uses itself");
        }
        var version = whole("Version");
        if (version != null && version != VERSION) {
            throw new InvalidRule("Version", "must be 1, was " + version);
        }
        return new SamplingRule(name, required("Priority", whole("Priority")),
                required("FixedRate", number("FixedRate")), required("ReservoirSize", whole("ReservoirSize")),
                requiredText("ServiceName"), requiredText("ServiceType"), requiredText("Host"),
                requiredText("HTTPMethod"), requiredText("URLPath"), requiredText("ResourceARN"), attributes(),
                boost());
    }

    private SamplingRule defaultRule() {
        var priority = whole("Priority");
        if (priority != null && priority != SamplingRule.DEFAULT_PRIORITY) {
            throw new InvalidRule("Priority", "of the Default rule is always " + SamplingRule.DEFAULT_PRIORITY);
        }
        return SamplingRule.DEFAULT.withRate(required("FixedRate", number("FixedRate")),
                required("ReservoirSize", whole("ReservoirSize")));
    }

    private Optional<SamplingRule.Boost> boost() {
        var value = members.get("SamplingRateBoost");
        if (value == null) {
            return Optional.empty();
        }
        var limits = new RuleMembers(map("SamplingRateBoost", value));
        return Optional.of(new SamplingRule.Boost(required("SamplingRateBoost.MaxRate", limits.number("MaxRate")),
                required("SamplingRateBoost.CooldownWindowMinutes", limits.whole("CooldownWindowMinutes"))));
    }

    private Map<String, String> attributes() {
        var value = members.get("Attributes");
        var attributes = new LinkedHashMap<String, String>();
        if (value != null) {
            map("Attributes", value).forEach((key, pattern) -> {
                if (!(pattern instanceof String text)) {
                    throw new InvalidRule("Attributes." + key, "must be a text");
                }
                attributes.put(String.valueOf(key), text);
            });
        }
        return attributes;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, ?> map(String member, Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, ?>) map;
        }
        throw new InvalidRule(member, "must be an object");
    }

    private String requiredText(String member) {
        return required(member, text(member));
    }

    private static <T> T required(String member, @Nullable T value) {
        if (value == null) {
            throw new InvalidRule(member, "is missing");
        }
        return value;
    }

    private @Nullable String text(String member) {
        var value = members.get(member);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw new InvalidRule(member, "must be a text");
    }

    private @Nullable Double number(String member) {
        return switch (members.get(member)) {
            case null -> null;
            case Number number -> number.doubleValue();
            default -> throw new InvalidRule(member, "must be a number");
        };
    }

    private @Nullable Integer whole(String member) {
        var number = number(member);
        if (number == null) {
            return null;
        }
        if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
            throw new InvalidRule(member, "must be a whole number of at most " + Integer.MAX_VALUE);
        }
        return number.intValue();
    }
}
