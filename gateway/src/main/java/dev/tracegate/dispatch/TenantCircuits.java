package dev.tracegate.dispatch;

import dev.tracegate.flow.Flow;
import dev.tracegate.tenant.TenantId;
import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The gates of all tenants. One that is shut pauses the tenant's queue; when its wait is over the queue may send one batch to find out, and
 * pauses again until that ends. Owned by the dispatcher's loop.
 */
final class TenantCircuits {
    private final Flow flow;
    private final Function<TenantId, TenantCircuit> make;
    /** Read from other threads too, by {@link #anyAccepted}. */
    private final Map<TenantId, TenantCircuit> gates = new ConcurrentHashMap<>();
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparingLong(Waiting::dueNanos));

    private record Waiting(TenantCircuit gate, long dueNanos) {}

    TenantCircuits(Flow flow, Function<TenantId, TenantCircuit> make) {
        this.flow = flow;
        this.make = make;
    }

    /** Whether no batch of the tenant may be sent now. */
    boolean shut(TenantId tenant, long now) {
        return of(tenant).nextNanos(now) > now;
    }

    boolean admitsRetry(TenantId tenant, long now) {
        return of(tenant).admitsRetry(now);
    }

    void enter(TenantId tenant, long now) {
        var gate = of(tenant);
        gate.enter(now);
        settle(gate, now);
    }

    void leave(TenantId tenant, SendOutcome outcome, long now) {
        var gate = of(tenant);
        gate.leave(outcome, now);
        settle(gate, now);
    }

    /** Lets those try again whose wait is over. */
    void tick(long now) {
        while (!waiting.isEmpty() && waiting.element().dueNanos() - now <= 0) {
            settle(waiting.remove().gate(), now);
        }
    }

    /** When {@link #tick} has something to do; {@link Long#MAX_VALUE} for never. */
    long nextDueNanos() {
        return waiting.isEmpty() ? Long.MAX_VALUE : waiting.element().dueNanos();
    }

    /** Whether any tenant's credentials are accepted, or none was refused yet. From any thread. */
    boolean anyAccepted() {
        return gates.isEmpty() || gates.values().stream().anyMatch(TenantCircuit::accepted);
    }

    /** Tenants whose credentials are refused or missing. From any thread. */
    long refused() {
        return gates.values().stream().filter(gate -> !gate.accepted()).count();
    }

    private void settle(TenantCircuit gate, long now) {
        long next = gate.nextNanos(now);
        boolean pause = next > now;
        if (pause && next != Long.MAX_VALUE) {
            waiting.add(new Waiting(gate, next));
        }
        if (pause != gate.paused) {
            gate.paused = pause;
            if (pause) {
                flow.pause(gate.tenant());
            } else {
                flow.resume(gate.tenant());
            }
        }
    }

    private TenantCircuit of(TenantId tenant) {
        var gate = gates.get(tenant); // the common case, without a lambda
        return gate == null ? gates.computeIfAbsent(tenant, make) : gate;
    }
}
