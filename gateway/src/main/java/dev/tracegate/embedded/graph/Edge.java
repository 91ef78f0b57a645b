package dev.tracegate.embedded.graph;

import dev.tracegate.embedded.model.Entity;
import dev.tracegate.embedded.model.Node;
import java.util.LinkedHashSet;
import java.util.Set;

/** The calls from one node to another, as the caller saw them. */
final class Edge {
    private final SummaryStatistics statistics = new SummaryStatistics();
    /** Names that callers use for a callee that sends segments under its own name. */
    private final Set<Node> aliases = new LinkedHashSet<>();

    void observe(Entity call) {
        statistics.add(call);
    }

    void addAlias(Node nameAtCaller) {
        aliases.add(nameAtCaller);
    }

    SummaryStatistics statistics() {
        return statistics;
    }

    Set<Node> aliases() {
        return aliases;
    }
}
