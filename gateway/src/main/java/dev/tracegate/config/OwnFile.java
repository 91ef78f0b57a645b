package dev.tracegate.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads the gateway's own file: sections of keys, one value each. A key that does not exist, or stands twice, is a problem. */
final class OwnFile {
    private final Layer layer = new Layer();
    private final Map<String, Integer> lines = new HashMap<>();
    private final Problems problems;

    private OwnFile(Problems problems) {
        this.problems = problems;
    }

    static Layer read(List<NodeTuple> pairs, Problems problems) {
        var file = new OwnFile(problems);
        pairs.forEach(file::top);
        return file.layer;
    }

    private void top(NodeTuple pair) {
        var name = YamlDocument.name(pair.getKeyNode());
        if (name.contains(".")) {
            problems.add(at(name, pair.getKeyNode()), "must be written as a section with a key in it");
        } else if (!Keys.isSection(name)) {
            value(name, pair);
        } else if (pair.getValueNode() instanceof MappingNode section) {
            section.getValue().forEach(inner -> value(name + "." + YamlDocument.name(inner.getKeyNode()), inner));
        } else if (!YamlDocument.isNull(pair.getValueNode())) {
            problems.add(at(name, pair.getKeyNode()), "must have keys of its own, such as " + example(name));
        }
    }

    private static String example(String section) {
        return Keys.all().stream().map(Key::path).filter(path -> path.startsWith(section + ".")).findFirst().orElse("");
    }

    private void value(String path, NodeTuple pair) {
        var origin = at(path, pair.getKeyNode());
        var key = Keys.at(path);
        if (key.isEmpty()) {
            problems.add(origin, "is no setting" + Nearest.to(path, Keys.names()));
            return;
        }
        var before = lines.putIfAbsent(path, YamlDocument.line(pair.getKeyNode()));
        if (before != null) {
            problems.add(origin, "stands in line " + before + " already");
        } else if (pair.getValueNode() instanceof ScalarNode scalar) {
            scalar(key.get(), scalar, origin);
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
