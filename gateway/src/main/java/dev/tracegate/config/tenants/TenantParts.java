package dev.tracegate.config.tenants;

import dev.tracegate.config.schema.Key;
import dev.tracegate.config.schema.Problems;
import dev.tracegate.config.yaml.MappingFields;
import dev.tracegate.tenant.Match;
import dev.tracegate.tenant.TenantCredentials.Allowed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;

/** Reads the elements of a tenant's lists that have keys of their own. */
record TenantParts(Problems problems) {
    private static final List<String> MATCH = List.of("cluster", "service", "family", "tag.key", "tag.value");
    private static final List<String> ALLOWED = List.of("account", "pathPrefix");
    private static final String CLUSTER = "[A-Za-z0-9_-]{1,255}";

    /** @return empty after a problem, which has been added to the problems */
    <T> Optional<T> read(Key<T> key, String path, MappingNode mapping, String place) {
        return (key.equals(TenantKeys.MATCH) ? match(path, mapping, place) : allowed(path, mapping, place))
                .map(key.kind().type()::cast);
    }

    private Optional<Match> match(String path, MappingNode mapping, String place) {
        var read = MappingFields.read(path, mapping, MATCH, problems);
        if (read.isEmpty()) {
            return Optional.empty();
        }
        var fields = read.get();
        var cluster = fields.get("cluster");
        if (cluster == null || !cluster.matches(CLUSTER)) {
            return bad(place, "must have a cluster, given by its name and not by its ARN");
        }
        return oneOf(fields, cluster)
                .or(() -> bad(place, "must have exactly one of service, family and tag; a tag needs key and value"));
    }

    /** Empty if there is none or more than one. */
    private static Optional<Match> oneOf(Map<String, String> fields, String cluster) {
        var service = fields.get("service");
        var family = fields.get("family");
        var key = fields.get("tag.key");
        var value = fields.get("tag.value");
        if (service != null && fields.size() == 2) {
            return Optional.of(new Match.Service(cluster, service));
        }
        if (family != null && fields.size() == 2) {
            return Optional.of(new Match.Family(cluster, family));
        }
        return key != null && value != null && fields.size() == 3
                ? Optional.of(new Match.Tag(cluster, key, value))
                : Optional.empty();
    }

    private Optional<Allowed> allowed(String path, MappingNode mapping, String place) {
        var read = MappingFields.read(path, mapping, ALLOWED, problems);
        if (read.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Allowed(read.get().getOrDefault("account", "nothing"),
                    read.get().getOrDefault("pathPrefix", "nothing")));
        } catch (IllegalArgumentException wrong) {
            return bad(place, String.valueOf(wrong.getMessage()));
        }
    }

    private <T> Optional<T> bad(String place, String what) {
        problems.add(place, what);
        return Optional.empty();
    }
}
