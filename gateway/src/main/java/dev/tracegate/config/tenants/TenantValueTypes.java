package dev.tracegate.config.tenants;

import dev.tracegate.config.schema.Parsed;
import dev.tracegate.config.schema.ValueType;
import dev.tracegate.tenant.Cidr;
import dev.tracegate.tenant.Match;
import dev.tracegate.tenant.Partition;
import dev.tracegate.tenant.RoleArn;
import dev.tracegate.tenant.TenantCredentials.Allowed;
import dev.tracegate.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Value types of tenant settings, in addition to those of {@link ValueType}. */
final class TenantValueTypes {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}";
    private static final Set<String> RESERVED = Set.of(TenantId.DEFAULT.value(), TenantId.UNATTRIBUTED.value());
    // the bounds of STS AssumeRole
    private static final String EXTERNAL_ID = "[\\w+=,.@:/-]{2,1224}";
    private static final Map<String, Object> TEXT = Map.of("type", "string");

    private TenantValueTypes() {}

    static ValueType<TenantId> id() {
        var description = "1 to 63 letters, digits and `.`, `_`, `-`, not `default` and not `unattributed`";
        return new ValueType<>(TenantId.class, description, Map.of("type", "string", "pattern", "^" + NAME + "$"),
                text -> text.matches(NAME) && !RESERVED.contains(text)
                        ? new Parsed.Good<>(new TenantId(text))
                        : ValueType.bad(description.replace("`", ""), text));
    }

    static ValueType<Cidr> network() {
        return new ValueType<>(Cidr.class, "an address or a network", TEXT, text -> Cidr.parse(text)
                .<Parsed<Cidr>>map(Parsed.Good::new)
                .orElseGet(
                        () -> ValueType.bad("an address or a whole network, such as 10.0.1.0/24 or fd00::/64", text)));
    }

    static ValueType<RoleArn> role() {
        return new ValueType<>(RoleArn.class, "a role's ARN",
                Map.of("type", "string", "pattern", "^arn:aws[a-z-]*:iam::"),
                text -> RoleArn.parse(text)
                        .<Parsed<RoleArn>>map(Parsed.Good::new)
                        .orElseGet(() -> ValueType.bad(
                                "a role's ARN, such as arn:aws:iam::111122223333:role/xray-gateway/a",
                                text)));
    }

    static ValueType<String> region() {
        return new ValueType<>(String.class, "a Region", TEXT, text -> Partition.isRegion(text)
                ? new Parsed.Good<>(text)
                : ValueType.bad("a Region's name, such as eu-west-1", text));
    }

    /** A problem does not repeat the text, because an external id is a secret that must not appear in a log. */
    static ValueType<String> externalId() {
        var description = "2 to 1224 letters, digits and any of `_+=,.@:/-`";
        return new ValueType<>(String.class, description, Map.of("type", "string", "pattern", "^" + EXTERNAL_ID + "$"),
                text -> text.matches(EXTERNAL_ID)
                        ? new Parsed.Good<>(text)
                        : new Parsed.Bad<>("must be " + description.replace("`", "")));
    }

    static ValueType<String> own() {
        return new ValueType<>(String.class, "`own`", Map.of("enum", List.of("own")),
                text -> text.equals("own") ? new Parsed.Good<>(text) : ValueType.bad("own, or left out", text));
    }

    /** An element with keys of its own; {@link TenantParts} reads it. */
    static ValueType<Match> match() {
        return structured(Match.class, "`{cluster, service}`, `{cluster, family}` or `{cluster, tag: {key, value}}`",
                "cluster", sorted("cluster", TEXT, "service", TEXT, "family", TEXT, "tag",
                        object(sorted("key", TEXT, "value", TEXT))));
    }

    static ValueType<Allowed> allowed() {
        return structured(Allowed.class, "`{account, pathPrefix}`", "account",
                sorted("account", Map.of("type", List.of("string", "integer")), "pathPrefix", TEXT));
    }

    private static <T> ValueType<T> structured(Class<T> type, String description, String example,
            Map<String, Object> parts) {
        return new ValueType<>(type, description, object(parts),
                text -> new Parsed.Bad<>("must have keys of its own, such as " + example));
    }

    private static Map<String, Object> object(Map<String, Object> properties) {
        return sorted("type", "object", "additionalProperties", false, "properties", properties);
    }

    /** A map in the order of its keys. The schema is generated from it, and the order of Map.of differs between JVMs. */
    private static Map<String, Object> sorted(Object... pairs) {
        var map = new TreeMap<String, Object>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1] instanceof Map<?, ?> inner ? new TreeMap<>(inner) : pairs[i + 1]);
        }
        return map;
    }
}
