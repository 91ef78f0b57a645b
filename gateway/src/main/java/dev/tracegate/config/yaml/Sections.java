package dev.tracegate.config.yaml;

import dev.tracegate.config.schema.Problems;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;

/**
 * Walks over a mapping with two levels of keys: keys and sections, which have keys of their own. Reports a dotted key, a section that is no mapping and a
 * repeated section. Used by one thread while one mapping is read.
 */
public final class Sections {
    private final Predicate<String> isSection;
    private final UnaryOperator<String> exampleKey;
    private final BiFunction<String, Node, String> place;
    private final Problems problems;
    private final Map<String, Integer> lines = new HashMap<>();

    /** Receives every key that is not a section. */
    public interface Handler {
        /**
         * @param path {@code sink} or {@code upload.linger}
         * @param place the path and the line, for problems
         */
        void accept(String path, NodeTuple pair, String place);
    }

    /**
     * @param isSection whether a key of the first level is a section
     * @param exampleKey a key of a section, for the problem of a section without keys
     * @param place the text that names a path and the line of its node in problems
     */
    public Sections(Predicate<String> isSection, UnaryOperator<String> exampleKey,
            BiFunction<String, Node, String> place, Problems problems) {
        this.isSection = isSection;
        this.exampleKey = exampleKey;
        this.place = place;
        this.problems = problems;
    }

    public void walk(List<NodeTuple> pairs, Handler handler) {
        pairs.forEach(pair -> first(pair, handler));
    }

    private void first(NodeTuple pair, Handler handler) {
        var name = YamlDocument.name(pair.getKeyNode());
        var at = place.apply(name, pair.getKeyNode());
        if (name.contains(".")) {
            problems.add(at, "must be written as a section that contains the key");
        } else if (!isSection.test(name)) {
            handler.accept(name, pair, at);
        } else if (isFirst(name, pair.getKeyNode(), at)) {
            section(name, pair.getValueNode(), at, handler);
        }
    }

    private void section(String name, Node value, String at, Handler handler) {
        if (value instanceof MappingNode section) {
            section.getValue().forEach(pair -> {
                var path = name + "." + YamlDocument.name(pair.getKeyNode());
                handler.accept(path, pair, place.apply(path, pair.getKeyNode()));
            });
        } else if (!YamlDocument.isNull(value)) {
            problems.add(at, "must have keys of its own, such as " + exampleKey.apply(name));
        }
    }

    /** Whether the path has not occurred before. If it has, adds a problem. */
    public boolean isFirst(String path, Node key, String at) {
        var before = lines.putIfAbsent(path, YamlDocument.line(key));
        if (before != null) {
            problems.add(at, "is already set in line " + before);
        }
        return before == null;
    }
}
