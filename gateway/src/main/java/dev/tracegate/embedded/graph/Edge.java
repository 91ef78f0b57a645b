package dev.tracegate.embedded.graph;

import dev.tracegate.embedded.model.Entity;
import dev.tracegate.embedded.model.Node;
import java.util.LinkedHashSet;
import java.util.Set;

/** The calls from one node to another. */
final class Edge {
    private final Observations observations = new Observations();
    /** What callers call the callee, where it has a name of its own. */
    private final Set<Node> aliases = new LinkedHashSet<>();

    void observe(Entity call) {
        observations.add(call);
    }

    void alias(Node callersName) {
        aliases.add(callersName);
    }

    Observations observations() {
        return observations;
    }

    Set<Node> aliases() {
        return aliases;
    }
}
