package dev.tracegate.config.load;

import dev.tracegate.config.schema.ConfigSource;
import dev.tracegate.config.schema.Key;
import dev.tracegate.config.schema.Problems;
import dev.tracegate.config.schema.Quoted;
import dev.tracegate.config.schema.SettingsCatalog;
import dev.tracegate.config.schema.SpellingSuggestion;
import dev.tracegate.config.tenants.TenantKeys;
import dev.tracegate.config.tenants.TenantsFile;
import dev.tracegate.config.yaml.Sections;
import dev.tracegate.config.yaml.YamlDocument;
import dev.tracegate.tenant.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads the gateway's own file: sections of keys with one value each, and the list of tenants. An unknown or repeated key is a problem. */
final class TracegateFile {
    private final ConfigSource values = new ConfigSource();
    private final List<Tenant> tenants = new ArrayList<>();
    private final Sections sections;
    private final Problems problems;

    private TracegateFile(Problems problems) {
        this.sections = new Sections(SettingsCatalog::isSection, TracegateFile::example, TracegateFile::at, problems);
        this.problems = problems;
    }

    static ConfigFile read(List<NodeTuple> pairs, Problems problems) {
        var file = new TracegateFile(problems);
        file.sections.walk(pairs, file::value);
        return new ConfigFile(ConfigFile.Kind.OWN, file.values, file.tenants);
    }

    private static String example(String section) {
        return SettingsCatalog.all()
                .stream()
                .map(Key::path)
                .filter(path -> path.startsWith(section + "."))
                .findFirst()
                .orElse("");
    }

    private void value(String path, NodeTuple pair, String origin) {
        var key = SettingsCatalog.at(path);
        if (key.isEmpty() && !path.equals(TenantKeys.LIST)) {
            problems.add(origin, "is not a setting" + SpellingSuggestion.to(path, names()));
        } else if (sections.isFirst(path, pair.getKeyNode(), origin)) {
            key.ifPresentOrElse(found -> one(found, pair.getValueNode(), origin),
                    () -> tenants.addAll(TenantsFile.read(pair.getValueNode(), origin, problems)));
        }
    }

    private static List<String> names() {
        return Stream.concat(SettingsCatalog.names().stream(), Stream.of(TenantKeys.LIST)).toList();
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
            values.read(key, scalar.getValue(), origin, problems);
        }
    }

    private static String at(String path, Node key) {
        return Quoted.shortened(path) + " (line " + YamlDocument.line(key) + ")";
    }
}
