package dev.tracegate.config.tenants;

import dev.tracegate.config.schema.Problems;
import dev.tracegate.config.schema.Quoted;
import dev.tracegate.config.yaml.YamlDocument;
import java.util.HashMap;
import java.util.Map;
import org.yaml.snakeyaml.nodes.Node;

/** What only one tenant can have, and in which line the first one has it. Used while a file is read. */
final class Claims {
    private final Map<String, Integer> lines = new HashMap<>();
    private final Problems problems;

    Claims(Problems problems) {
        this.problems = problems;
    }

    /**
     * @param what {@code ports 2001}
     * @param origin of the claim, for the problem it is where another one was first
     */
    void claim(String what, Node node, String origin) {
        var before = lines.putIfAbsent(what, YamlDocument.line(node));
        if (before != null) {
            problems.add(origin, Quoted.shortened(what.substring(what.indexOf(' ') + 1)) + " stands in line " + before
                    + " already");
        }
    }
}
