package dev.tracegate.config.yaml;

import dev.tracegate.config.schema.Problems;
import dev.tracegate.config.schema.Quoted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads a mapping that is an element of a list, as texts by path: {@code {cluster: prod, tag: {key: a, value: b}}} has cluster, tag.key and tag.value. */
public final class MappingFields {
    private final String path;
    private final List<String> names;
    private final Problems problems;
    private final Map<String, String> texts = new HashMap<>();
    private boolean good = true;

    private MappingFields(String path, List<String> names, Problems problems) {
        this.path = path;
        this.names = names;
        this.problems = problems;
    }

    /**
     * Reads the mapping.
     *
     * @param path of the element, {@code tenants[0].match[1]}
     * @param names the allowed paths
     * @return empty after a problem, which has been added to the problems
     */
    public static Optional<Map<String, String>> read(String path, MappingNode mapping, List<String> names,
            Problems problems) {
        var fields = new MappingFields(path, names, problems);
        mapping.getValue().forEach(pair -> fields.add("", pair));
        return fields.good ? Optional.of(Map.copyOf(fields.texts)) : Optional.empty();
    }

    private void add(String outer, NodeTuple pair) {
        var name = outer + YamlDocument.name(pair.getKeyNode());
        if (pair.getValueNode() instanceof MappingNode inner && isSection(name)) {
            inner.getValue().forEach(deeper -> add(name + ".", deeper));
        } else if (!names.contains(name)) {
            bad(name, pair, "is not one of " + String.join(", ", names));
        } else if (!(pair.getValueNode() instanceof ScalarNode scalar) || scalar.getValue().isEmpty()) {
            bad(name, pair, "must be one value");
        } else if (texts.putIfAbsent(name, scalar.getValue()) != null) {
            bad(name, pair, "is set twice");
        }
    }

    private boolean isSection(String name) {
        return names.stream().anyMatch(known -> known.startsWith(name + "."));
    }

    private void bad(String name, NodeTuple pair, String what) {
        good = false;
        problems.add("%s.%s (line %d)".formatted(path, Quoted.shortened(name), YamlDocument.line(pair.getKeyNode())),
                what);
    }
}
