package dev.tracegate.dispatch;

import dev.tracegate.flow.Flow;
import dev.tracegate.tenant.TenantId;
import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The circuits of all tenants. An open circuit pauses the tenant's queue. After a wait the queue may send one batch as a probe and is paused
 * again until that call ends. Owned by the dispatcher's loop.
 */
final class TenantCircuits {
    private final Flow flow;
    private final Function<TenantId, TenantCircuit> make;
    /** Concurrent, because {@link #anyAccepted} and {@link #refused} read it from other threads. */
    private final Map<TenantId, TenantCircuit> circuits = new ConcurrentHashMap<>();
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparingLong(Waiting::dueNanos));

    private record Waiting(TenantCircuit circuit, long dueNanos) {}

    TenantCircuits(Flow flow, Function<TenantId, TenantCircuit> make) {
        this.flow = flow;
        this.make = make;
    }

    /** Whether no batch of the tenant may be sent now. */
    boolean isOpen(TenantId tenant, long now) {
        return of(tenant).nextNanos(now) > now;
    }

    boolean admitsRetry(TenantId tenant, long now) {
        return of(tenant).admitsRetry(now);
    }

    void enter(TenantId tenant, long now) {
        var circuit = of(tenant);
        circuit.enter(now);
        settle(circuit, now);
    }

    /** @param startedNanos when the call began */
    void leave(TenantId tenant, SendOutcome outcome, long startedNanos, long now) {
        var circuit = of(tenant);
        circuit.leave(outcome, startedNanos, now);
        settle(circuit, now);
    }

    /** Closes the circuits of these tenants. */
    void close(Predicate<TenantId> which, long now) {
        circuits.values().stream().filter(circuit -> which.test(circuit.tenant())).forEach(circuit -> {
            circuit.close(now);
            settle(circuit, now);
        });
    }

    /** Drops the circuits of these tenants, whose queues are closed. */
    void release(Predicate<TenantId> which) {
        circuits.keySet().removeIf(which);
        waiting.removeIf(entry -> which.test(entry.circuit().tenant()));
    }

    /** Number of tenants that have a circuit. Any thread. */
    int size() {
        return circuits.size();
    }

    /** Allows a probe for each tenant that has waited long enough. */
    void tick(long now) {
        while (!waiting.isEmpty() && waiting.element().dueNanos() - now <= 0) {
            settle(waiting.remove().circuit(), now);
        }
    }

    /** When {@link #tick} must be called next; {@link Long#MAX_VALUE} for never. */
    long nextDueNanos() {
        return waiting.isEmpty() ? Long.MAX_VALUE : waiting.element().dueNanos();
    }

    /** Whether the credentials of at least one tenant are accepted, or no tenant has sent anything. Any thread. */
    boolean anyAccepted() {
        return circuits.isEmpty() || circuits.values().stream().anyMatch(TenantCircuit::accepted);
    }

    /** Number of tenants with refused or missing credentials. Any thread. */
    long refused() {
        return circuits.values().stream().filter(circuit -> !circuit.accepted()).count();
    }

    private void settle(TenantCircuit circuit, long now) {
        long next = circuit.nextNanos(now);
        boolean pause = next > now;
        if (pause && next != Long.MAX_VALUE) {
            waiting.add(new Waiting(circuit, next));
        }
        if (pause != circuit.paused) {
            circuit.paused = pause;
            if (pause) {
                flow.pause(circuit.tenant());
            } else {
                flow.resume(circuit.tenant());
            }
        }
    }

    private TenantCircuit of(TenantId tenant) {
        var circuit = circuits.get(tenant); // the common case, without a lambda
        return circuit == null ? circuits.computeIfAbsent(tenant, make) : circuit;
    }
}
