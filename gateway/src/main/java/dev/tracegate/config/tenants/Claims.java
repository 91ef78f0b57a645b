package dev.tracegate.config.tenants;

import dev.tracegate.config.schema.Problems;
import dev.tracegate.config.schema.Quoted;
import dev.tracegate.config.yaml.YamlDocument;
import java.util.HashMap;
import java.util.Map;
import org.yaml.snakeyaml.nodes.Node;

/** Values that only one tenant may have, with the line of the first. Used by one thread while a file is read. */
final class Claims {
    private final Map<String, Integer> lines = new HashMap<>();
    private final Problems problems;

    Claims(Problems problems) {
        this.problems = problems;
    }

    /**
     * Records the value, or adds a problem if it is recorded already.
     *
     * @param what the kind and the value, such as {@code ports 2001}
     * @param origin the place in the file, for the problem
     */
    void claim(String what, Node node, String origin) {
        var before = lines.putIfAbsent(what, YamlDocument.line(node));
        if (before != null) {
            problems.add(origin,
                    Quoted.shortened(what.substring(what.indexOf(' ') + 1)) + " is already used in line " + before);
        }
    }
}
