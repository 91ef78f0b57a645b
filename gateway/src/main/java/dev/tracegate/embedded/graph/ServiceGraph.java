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
 * Who calls whom, over any number of traces, of which none is kept. A service's numbers come from its own segments; an edge's from the
 * caller's subsegments, as the caller saw it.
 */
public final class ServiceGraph {
    /** X-Ray's order, and that of the reference ids: by name, then type; a service without a type before its client. */
    static final Comparator<Node> ORDER = Comparator.comparing(Node::name)
            .thenComparing(Node::type, Comparator.nullsFirst(Comparator.naturalOrder()));

    private final Map<Node, Service> services = new TreeMap<>(ORDER);

    /** Adds a trace. One without a segment adds nothing. */
    public void add(Trace trace) {
        trace.root().ifPresent(root -> {
            var touched = new HashSet<Service>();
            client(root, touched);
            trace.segments().forEach(segment -> add(trace, segment, touched));
            touched.forEach(service -> service.touchedBy(root.startTime()));
        });
    }

    private void client(Entity root, Set<Service> touched) {
        at(Node.of(root), touched).entry();
        at(new Node(root.name(), Node.CLIENT), touched).edgeTo(Node.of(root)).observe(root);
    }

    private void add(Trace trace, Entity segment, Set<Service> touched) {
        var service = at(Node.of(segment), touched);
        service.itself();
        service.observations().add(segment);
        if (segment.endTime().isPresent()) {
            service.durations().add(envelope(segment));
        }
        trace.childrenOf(segment).forEach(callee -> service.edgeTo(Node.of(callee)).observe(callee));
        segment.tree().filter(entity -> entity != segment).forEach(call -> call(trace, service, call, touched));
    }

    private void call(Trace trace, Service caller, Entity call, Set<Service> touched) {
        var callees = trace.childrenOf(call);
        for (var callee : callees) {
            var edge = caller.edgeTo(Node.of(callee));
            edge.observe(call);
            if (call.namespace() != null) {
                edge.alias(new Node(call.name(), Node.of(call).type()));
            }
        }
        if (Node.infers(call)) {
            at(Node.of(call), touched).observations().add(call);
            caller.edgeTo(Node.of(call)).observe(call);
        }
    }

    private Service at(Node node, Set<Service> touched) {
        var service = services.computeIfAbsent(node, each -> new Service());
        touched.add(service);
        return service;
    }

    private static double envelope(Entity segment) {
        double end = segment.tree().mapToDouble(entity -> entity.endTime().orElse(0)).max().orElseThrow();
        return Math.max(0, end - segment.startTime());
    }

    /** In the order of the reference ids. */
    Map<Node, Service> services() {
        return services;
    }
}
