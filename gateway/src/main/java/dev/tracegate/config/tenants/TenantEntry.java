package dev.tracegate.config.tenants;

import dev.tracegate.config.schema.ConfigSource;
import dev.tracegate.config.schema.ConfigSources;
import dev.tracegate.config.schema.Key;
import dev.tracegate.config.schema.Parsed;
import dev.tracegate.config.schema.Problems;
import dev.tracegate.config.schema.Quoted;
import dev.tracegate.config.schema.SpellingSuggestion;
import dev.tracegate.config.yaml.Sections;
import dev.tracegate.config.yaml.YamlDocument;
import dev.tracegate.tenant.Cidr;
import dev.tracegate.tenant.Limits;
import dev.tracegate.tenant.Match;
import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantCredentials.Allowed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads one entry of the list of tenants. Every problem has its path, such as {@code tenants[1].limits.weight (line 9)}. */
final class TenantEntry {
    private final String prefix;
    private final Claims claims;
    private final Problems problems;
    private final ConfigSource values = new ConfigSource();
    private final List<Cidr> sources = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();
    private final List<Match> match = new ArrayList<>();
    private final List<Allowed> allow = new ArrayList<>();
    private final Sections sections;
    private final Set<String> present = new HashSet<>();
    private boolean hasSenders;

    /**
     * @param path {@code tenants[1]}
     * @param claims shared by all entries
     */
    TenantEntry(String path, Claims claims, Problems problems) {
        this.prefix = path + ".";
        this.claims = claims;
        this.problems = problems;
        this.sections = new Sections(TenantKeys::isSection, TenantEntry::example, this::at, problems);
    }

    /** The tenant; empty if it has no id. Valid only if no problem was added. */
    Optional<Tenant> read(MappingNode entry, String origin) {
        sections.walk(entry.getValue(), this::value);
        if (!present.contains(TenantKeys.ID.path())) {
            problems.add(origin, "must have an id");
        }
        if (!hasSenders) {
            problems.add(origin, "must have match, sources or ports, otherwise no sender belongs to this tenant");
        }
        var all = new ConfigSources(List.of(values));
        var access = new TenantCredentialsReader(values, origin, allow, present.contains(TenantKeys.ALLOW.path()),
                present.contains(TenantKeys.MATCH.path()), problems).read();
        return all.find(TenantKeys.ID)
                .map(id -> new Tenant(id, limits(all), sources, ports, match, access,
                        all.find(TenantKeys.REGION).orElse(null), all.value(TenantKeys.SPOOL),
                        all.find(TenantKeys.KEEP_RATE).orElse(null)));
    }

    private static Limits limits(ConfigSources values) {
        return new Limits(values.find(TenantKeys.SEGMENTS_PER_SECOND).map(Integer::doubleValue).orElse(Limits.NO_RATE),
                values.find(TenantKeys.BYTES_PER_SECOND).map(Long::doubleValue).orElse(Limits.NO_RATE),
                values.find(TenantKeys.QUEUE_BYTES).orElse(Long.MAX_VALUE), values.value(TenantKeys.WEIGHT));
    }

    private static String example(String section) {
        return TenantKeys.all()
                .stream()
                .filter(key -> key.section().filter(section::equals).isPresent())
                .findFirst()
                .map(Key::name)
                .orElse("");
    }

    private void value(String path, NodeTuple pair, String origin) {
        var key = TenantKeys.at(path);
        if (key.isEmpty()) {
            problems.add(origin, "is not a setting of a tenant" + SpellingSuggestion.to(path, TenantKeys.names()));
            return;
        }
        if (sections.isFirst(path, pair.getKeyNode(), origin) && !YamlDocument.isNull(pair.getValueNode())) {
            present.add(path);
            value(key.get(), pair.getValueNode(), origin);
        }
    }

    private void value(Key<?> key, Node value, String origin) {
        if (key.equals(TenantKeys.SOURCES)) {
            elements(TenantKeys.SOURCES, value, origin, sources);
        } else if (key.equals(TenantKeys.PORTS)) {
            elements(TenantKeys.PORTS, value, origin, ports);
        } else if (key.equals(TenantKeys.MATCH)) {
            elements(TenantKeys.MATCH, value, origin, match);
        } else if (key.equals(TenantKeys.ALLOW)) {
            elements(TenantKeys.ALLOW, value, origin, allow);
        } else if (value instanceof ScalarNode scalar) {
            values.read(key, scalar.getValue(), origin, problems);
            values.get(TenantKeys.ID)
                    .filter(id -> key.equals(TenantKeys.ID))
                    .ifPresent(id -> claims.claim("id " + id.value(), scalar, origin));
        } else {
            problems.add(origin, "must be one value");
        }
    }

    private <T> void elements(Key<T> key, Node value, String origin, List<T> into) {
        boolean ofSenders = !key.equals(TenantKeys.ALLOW);
        if (!(value instanceof SequenceNode list)) {
            hasSenders |= ofSenders;
            problems.add(origin, "must be a list");
            return;
        }
        int index = 0;
        for (var element : list.getValue()) {
            hasSenders |= ofSenders;
            var path = key.path() + "[" + index++ + "]";
            var place = at(path, element);
            if (element instanceof ScalarNode scalar) {
                element(key, scalar, place, into);
            } else if (element instanceof MappingNode mapping && TenantKeys.isStructured(key)) {
                new TenantParts(problems).read(key, prefix + path, mapping, place)
                        .ifPresent(good -> add(key, good, element, place, into));
            } else {
                problems.add(place, "must be one value");
            }
        }
    }

    private <T> void element(Key<T> key, ScalarNode scalar, String place, List<T> into) {
        switch (key.kind().read(scalar.getValue())) {
            case Parsed.Good<T>(var good) -> add(key, good, scalar, place, into);
            case Parsed.Bad<T>(var must) -> problems.add(place, must);
        }
    }

    private <T> void add(Key<T> key, T good, Node node, String place, List<T> into) {
        // a sender belongs to one tenant only; several tenants may allow the same roles
        if (!key.equals(TenantKeys.ALLOW)) {
            claims.claim(key.path() + " " + good, node, place);
        }
        into.add(good);
    }

    private String at(String path, Node node) {
        boolean known = path.indexOf('[') >= 0 || TenantKeys.isSection(path) || TenantKeys.at(path).isPresent();
        return prefix + (known ? path : Quoted.shortened(path)) + " (line " + YamlDocument.line(node) + ")";
    }
}
