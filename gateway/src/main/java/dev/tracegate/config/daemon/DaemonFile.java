package dev.tracegate.config.daemon;

import dev.tracegate.config.daemon.DaemonKeys.GoType;
import dev.tracegate.config.schema.ConfigSource;
import dev.tracegate.config.schema.Problems;
import dev.tracegate.config.schema.Quoted;
import dev.tracegate.config.yaml.YamlDocument;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads the X-Ray daemon's cfg.yaml, version 1 or 2, by the rules of its YAML library: keys are case-sensitive, the last of two equal keys applies, and
 * empty or zero means unset. Problems have the daemon's texts, but all of them are reported, not only the first.
 */
public final class DaemonFile {
    private static final Set<BigInteger> VERSIONS = Set.of(BigInteger.ONE, BigInteger.TWO);

    private final Map<String, ScalarNode> values = new LinkedHashMap<>();
    private final List<String> mismatches = new ArrayList<>();
    private final Problems problems;

    private DaemonFile(Problems problems) {
        this.problems = problems;
    }

    /** @param strict whether unknown keys are problems, as in a file given with {@code -c}; else they are warnings, as in a file at a default location */
    public static ConfigSource read(List<NodeTuple> pairs, boolean strict, Problems problems) {
        var file = new DaemonFile(problems);
        file.checkNames(names(pairs), strict);
        file.warnOfRepeated(names(pairs));
        pairs.forEach(file::entry);
        file.reportMismatches();
        file.checkVersion();
        return DaemonValues.toSource(file.values, problems);
    }

    private static List<String> names(List<NodeTuple> pairs) {
        return pairs.stream().flatMap(pair -> {
            var name = YamlDocument.name(pair.getKeyNode());
            return pair.getValueNode() instanceof MappingNode section
                    ? section.getValue().stream().map(inner -> name + "." + YamlDocument.name(inner.getKeyNode()))
                    : Stream.of(name);
        }).toList();
    }

    private void checkNames(List<String> names, boolean strict) {
        if (strict && !names.isEmpty() && !names.contains("Version")) {
            problems.add(DaemonKeys.VERSION_MISSING);
        }
        names.stream().filter(name -> !DaemonKeys.VALID.containsKey(name)).distinct().forEach(name -> {
            if (strict) {
                problems.add(DaemonKeys.refusal(name));
            } else {
                problems.warn(DaemonKeys.refusal(name) + " It is ignored.");
            }
        });
    }

    /** The daemon uses the last one and does not report it. */
    private void warnOfRepeated(List<String> names) {
        var seen = new HashSet<String>();
        names.stream()
                .filter(name -> !seen.add(name))
                .distinct()
                .forEach(
                        name -> problems.warn(
                                Quoted.shortened(name) + " is set more than once in the file; the last value is used"));
    }

    private void entry(NodeTuple pair) {
        var name = YamlDocument.name(pair.getKeyNode());
        if (!DaemonKeys.SECTIONS.contains(name)) {
            value(name, pair.getValueNode());
        } else if (pair.getValueNode() instanceof MappingNode section) {
            section.getValue()
                    .forEach(inner -> value(name + "." + YamlDocument.name(inner.getKeyNode()), inner.getValueNode()));
        } else if (!YamlDocument.isNull(pair.getValueNode())) {
            mismatch(pair.getValueNode(), "struct");
        }
    }

    private void value(String name, Node node) {
        var type = DaemonKeys.VALID.get(name);
        if (type == null) {
            return;
        }
        if (YamlDocument.isNull(node)) {
            values.remove(name);
        } else if (node instanceof ScalarNode scalar && fits(scalar, type)) {
            values.put(name, scalar);
        } else {
            mismatch(node, type.go());
        }
    }

    private static boolean fits(ScalarNode scalar, GoType type) {
        return switch (type) {
            case STRING -> true;
            case INT -> GoYaml.integer(scalar).isPresent();
            case BOOL -> GoYaml.bool(scalar).isPresent();
        };
    }

    private void mismatch(Node node, String type) {
        mismatches.add("line %d: cannot unmarshal %s into %s".formatted(YamlDocument.line(node), shown(node), type));
    }

    /** The text of a value of the wrong type in a message of the daemon's YAML library. */
    public static String shown(Node node) {
        return switch (node) {
            case ScalarNode scalar -> GoYaml.tag(scalar) + " `" + cut(scalar.getValue()) + "`";
            case SequenceNode list -> "!!seq";
            default -> "!!map";
        };
    }

    private static String cut(String value) {
        return value.length() > 10 ? value.substring(0, 7) + "..." : value;
    }

    private void reportMismatches() {
        if (!mismatches.isEmpty()) {
            problems.add(unusable("yaml: unmarshal errors:\n  " + String.join("\n  ", mismatches)));
        }
    }

    private void checkVersion() {
        var version = Optional.ofNullable(values.get("Version")).flatMap(GoYaml::integer);
        var reported = problems.lines().contains(DaemonKeys.VERSION_MISSING);
        if (!reported && mismatches.isEmpty() && version.filter(VERSIONS::contains).isEmpty()) {
            problems.add(DaemonKeys.VERSION_WRONG);
        }
    }

    /** The daemon's message about a file that it cannot read. */
    public static String unusable(String why) {
        return "Error occur when using config flag: " + why;
    }
}
