package dev.tracegate.embedded.graph;

import dev.tracegate.embedded.model.Entity;
import dev.tracegate.embedded.model.Node;
import dev.tracegate.embedded.model.Trace;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The service graph of any number of traces: nodes, edges and their statistics. Keeps no trace. The statistics of a service come from its
 * own segments, those of an edge from the subsegments of the caller. Its size grows with the distinct nodes and edges in the
 * traces, which only the size of the store limits. For one thread at a time.
 */
public final class ServiceGraph {
    /** The order of nodes in replies and of their reference ids, as in X-Ray: by name, then by type; a service without a type precedes its client. */
    static final Comparator<Node> ORDER = Comparator.comparing(Node::name)
            .thenComparing(Node::type, Comparator.nullsFirst(Comparator.naturalOrder()));

    private final Map<Node, Service> services = new TreeMap<>(ORDER);

    /** Adds a trace. A trace without segments adds nothing. */
    public void add(Trace trace) {
        trace.root().ifPresent(root -> {
            var touched = new HashSet<Service>();
            addClient(root, touched);
            trace.segments().forEach(segment -> addSegment(trace, segment, touched));
            touched.forEach(service -> service.includeRootStart(root.startTime()));
        });
    }

    private void addClient(Entity root, Set<Service> touched) {
        service(Node.of(root), touched).markRoot();
        service(new Node(root.name(), Node.CLIENT), touched).edgeTo(Node.of(root)).observe(root);
    }

    private void addSegment(Trace trace, Entity segment, Set<Service> touched) {
        var service = service(Node.of(segment), touched);
        service.markObserved();
        service.statistics().add(segment);
        if (segment.endTime().isPresent()) {
            service.durations().add(totalSeconds(segment));
        }
        trace.calleesOf(segment).forEach(callee -> service.edgeTo(Node.of(callee)).observe(callee));
        segment.tree().filter(entity -> entity != segment).forEach(call -> addCall(trace, service, call, touched));
    }

    private void addCall(Trace trace, Service caller, Entity call, Set<Service> touched) {
        var callees = trace.calleesOf(call);
        for (var callee : callees) {
            var edge = caller.edgeTo(Node.of(callee));
            edge.observe(call);
            if (call.namespace() != null) {
                edge.addAlias(new Node(call.name(), Node.of(call).type()));
            }
        }
        if (Node.isInferredFrom(call)) {
            service(Node.of(call), touched).statistics().add(call);
            caller.edgeTo(Node.of(call)).observe(call);
        }
    }

    private Service service(Node node, Set<Service> touched) {
        var service = services.computeIfAbsent(node, each -> new Service());
        touched.add(service);
        return service;
    }

    private static double totalSeconds(Entity segment) {
        double end = segment.tree().mapToDouble(entity -> entity.endTime().orElse(0)).max().orElseThrow();
        return Math.max(0, end - segment.startTime());
    }

    /** Nodes in the order of their reference ids. */
    Map<Node, Service> services() {
        return services;
    }
}
