package dev.tracegate.config;

import dev.tracegate.tenant.Cidr;
import dev.tracegate.tenant.TenantId;
import java.util.Map;
import java.util.Set;

/** What only a tenant's settings may be. */
final class TenantKinds {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}";
    private static final Set<String> RESERVED = Set.of(TenantId.DEFAULT.value(), TenantId.UNATTRIBUTED.value());

    private TenantKinds() {}

    static Kind<TenantId> id() {
        var words = "1 to 63 letters, digits and `.`, `_`, `-`, not `default` and not `unattributed`";
        return new Kind<>(TenantId.class, words, Map.of("type", "string", "pattern", "^" + NAME + "$"),
                text -> text.matches(NAME) && !RESERVED.contains(text)
                        ? new Parsed.Good<>(new TenantId(text))
                        : Kind.bad(words.replace("`", ""), text));
    }

    static Kind<Cidr> network() {
        return new Kind<>(Cidr.class, "an address or a network", Map.of("type", "string"), text -> Cidr.parse(text)
                .<Parsed<Cidr>>map(Parsed.Good::new)
                .orElseGet(() -> Kind.bad("an address or a whole network, such as 10.0.1.0/24 or fd00::/64", text)));
    }
}
