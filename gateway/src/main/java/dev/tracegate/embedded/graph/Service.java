package dev.tracegate.embedded.graph;

import dev.tracegate.embedded.model.Node;
import java.util.LinkedHashMap;
import java.util.Map;

/** A node of the graph with its statistics and its outgoing edges. */
final class Service {
    private final SummaryStatistics statistics = new SummaryStatistics();
    /** Durations of its segments, including asynchronous work after the response. */
    private final Histogram durations = new Histogram();
    private final Map<Node, Edge> edges = new LinkedHashMap<>();
    private boolean root;
    private boolean observed;
    private double firstRoot = Double.MAX_VALUE;
    private double lastRoot;

    SummaryStatistics statistics() {
        return statistics;
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

    void markRoot() {
        root = true;
    }

    /** Whether it sent a segment itself; otherwise it is known only from its callers. */
    boolean observed() {
        return observed;
    }

    void markObserved() {
        observed = true;
    }

    /** @param rootStart epoch seconds; start of the root of a trace that contains this node */
    void includeRootStart(double rootStart) {
        firstRoot = Math.min(firstRoot, rootStart);
        lastRoot = Math.max(lastRoot, rootStart);
    }

    /** Epoch seconds; the earliest start of a root. */
    double firstRoot() {
        return firstRoot;
    }

    /** Epoch seconds; the latest start of a root. */
    double lastRoot() {
        return lastRoot;
    }
}
