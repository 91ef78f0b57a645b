package dev.tracegate.config.load;

import dev.tracegate.config.schema.ConfigSource;
import dev.tracegate.config.schema.Key;
import dev.tracegate.config.schema.Problems;
import dev.tracegate.config.schema.Quoted;
import dev.tracegate.config.schema.SettingsCatalog;
import dev.tracegate.config.schema.SpellingSuggestion;
import dev.tracegate.config.tenants.TenantKeys;
import dev.tracegate.config.tenants.TenantsFile;
import dev.tracegate.config.yaml.YamlDocument;
import dev.tracegate.tenant.Tenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads the gateway's own file: sections of keys, one value each, and the list of tenants. A key that does not exist, or stands twice, is a problem. */
final class TracegateFile {
    private final ConfigSource layer = new ConfigSource();
    private final List<Tenant> tenants = new ArrayList<>();
    private final Map<String, Integer> lines = new HashMap<>();
    private final Problems problems;

    private TracegateFile(Problems problems) {
        this.problems = problems;
    }

    static ConfigFile read(List<NodeTuple> pairs, Problems problems) {
        var file = new TracegateFile(problems);
        pairs.forEach(file::top);
        return new ConfigFile(ConfigFile.Kind.OWN, file.layer, file.tenants);
    }

    private void top(NodeTuple pair) {
        var name = YamlDocument.name(pair.getKeyNode());
        if (name.equals(TenantKeys.LIST)) {
            tenants(pair);
        } else if (name.contains(".")) {
            problems.add(at(name, pair.getKeyNode()), "must be written as a section with a key in it");
        } else if (!SettingsCatalog.isSection(name)) {
            value(name, pair);
        } else if (!isFirst(name, pair.getKeyNode(), at(name, pair.getKeyNode()))) {
            return;
        } else if (pair.getValueNode() instanceof MappingNode section) {
            section.getValue().forEach(inner -> value(name + "." + YamlDocument.name(inner.getKeyNode()), inner));
        } else if (!YamlDocument.isNull(pair.getValueNode())) {
            problems.add(at(name, pair.getKeyNode()), "must have keys of its own, such as " + example(name));
        }
    }

    private void tenants(NodeTuple pair) {
        var origin = at(TenantKeys.LIST, pair.getKeyNode());
        if (isFirst(TenantKeys.LIST, pair.getKeyNode(), origin)) {
            tenants.addAll(TenantsFile.read(pair.getValueNode(), origin, problems));
        }
    }

    private static String example(String section) {
        return SettingsCatalog.all()
                .stream()
                .map(Key::path)
                .filter(path -> path.startsWith(section + "."))
                .findFirst()
                .orElse("");
    }

    private void value(String path, NodeTuple pair) {
        var origin = at(path, pair.getKeyNode());
        var key = SettingsCatalog.at(path);
        if (key.isEmpty()) {
            problems.add(origin, "is no setting" + SpellingSuggestion.to(path, names()));
        } else if (isFirst(path, pair.getKeyNode(), origin)) {
            one(key.get(), pair.getValueNode(), origin);
        }
    }

    private static List<String> names() {
        return Stream.concat(SettingsCatalog.names().stream(), Stream.of(TenantKeys.LIST)).toList();
    }

    private boolean isFirst(String path, Node key, String origin) {
        var before = lines.putIfAbsent(path, YamlDocument.line(key));
        if (before != null) {
            problems.add(origin, "stands in line " + before + " already");
        }
        return before == null;
    }

    private void one(Key<?> key, Node value, String origin) {
        if (value instanceof ScalarNode scalar) {
            scalar(key, scalar, origin);
        } else {
            problems.add(origin, "must be one value");
        }
    }

    private void scalar(Key<?> key, ScalarNode scalar, String origin) {
        if (!YamlDocument.isNull(scalar)) {
            layer.read(key, scalar.getValue(), origin, problems);
        }
    }

    private static String at(String path, Node key) {
        return Quoted.shortened(path) + " (line " + YamlDocument.line(key) + ")";
    }
}
