package dev.tracegate.embedded.graph;

import dev.tracegate.embedded.model.Node;
import java.util.LinkedHashMap;
import java.util.Map;

/** A node of the graph with all that was seen there. */
final class Service {
    private final Observations observations = new Observations();
    /** From a segment's start to the end of its last subsegment, also where that came after the response. */
    private final Histogram durations = new Histogram();
    private final Map<Node, Edge> edges = new LinkedHashMap<>();
    private boolean root;
    private boolean observed;
    private double firstRoot = Double.MAX_VALUE;
    private double lastRoot;

    Observations observations() {
        return observations;
    }

    Histogram durations() {
        return durations;
    }

    Map<Node, Edge> edges() {
        return edges;
    }

    Edge edgeTo(Node callee) {
        return edges.computeIfAbsent(callee, node -> new Edge());
    }

    boolean root() {
        return root;
    }

    void entry() {
        root = true;
    }

    /** Whether a segment of its own was seen, and it is not only known from its callers. */
    boolean observed() {
        return observed;
    }

    void itself() {
        observed = true;
    }

    /** @param start of the root of a trace that touches this node */
    void touchedBy(double start) {
        firstRoot = Math.min(firstRoot, start);
        lastRoot = Math.max(lastRoot, start);
    }

    double firstRoot() {
        return firstRoot;
    }

    double lastRoot() {
        return lastRoot;
    }
}
