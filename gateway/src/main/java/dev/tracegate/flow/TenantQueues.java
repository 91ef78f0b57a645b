package dev.tracegate.flow;

import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.Destination;
import dev.tracegate.tenant.TenantId;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The queue of each tenant and the scheduler of each destination, created on first use. Owned by the loop of {@link Flow}. */
final class TenantQueues {
    private final BatchLimits limits;
    private final Function<TenantId, QueueConfig> configOf;
    private final Linger linger;
    private final Map<TenantId, TenantQueue> queues = new HashMap<>();
    private final Map<Destination, DeficitRoundRobin> turns = new HashMap<>();
    private final ArrayDeque<DeficitRoundRobin> changed = new ArrayDeque<>();
    private long weights;

    /** @param configOf called when a tenant's queue is created, and again by {@link #reconfigure} */
    TenantQueues(BatchLimits limits, Function<TenantId, QueueConfig> configOf) {
        this.limits = limits;
        this.configOf = configOf;
        this.linger = new Linger(limits.lingerNanos());
    }

    TenantQueue of(TenantId tenant) {
        var queue = queues.get(tenant); // the common case, without a lambda
        return queue == null ? queues.computeIfAbsent(tenant, this::open) : queue;
    }

    Collection<TenantQueue> all() {
        return Collections.unmodifiableCollection(queues.values());
    }

    DeficitRoundRobin turns(Destination destination) {
        return turns.computeIfAbsent(destination, at -> new DeficitRoundRobin(at, linger));
    }

    void add(TenantQueue queue, Segment segment) {
        queue.add(segment);
        schedule(queue);
    }

    /** Puts segments that were taken from a queue back to its front. */
    void putBack(Batch batch) {
        var queue = of(batch.tenant());
        queue.putBack(batch);
        schedule(queue);
    }

    void pause(TenantId tenant) {
        var queue = of(tenant);
        queue.turns().pause(queue);
    }

    void resume(TenantId tenant) {
        var queue = of(tenant);
        queue.turns().resume(queue);
        markChanged(queue.turns());
    }

    /** A destination with something to send sooner than its scheduler last returned; null if there is no further one. */
    @Nullable
    Destination nextChanged() {
        var next = changed.poll();
        if (next == null) {
            return null;
        }
        next.changed = false;
        return next.destination();
    }

    /** The sum of all tenants' weights. */
    long weights() {
        return weights;
    }

    /** The current linger in nanoseconds. */
    long lingerNanos() {
        return linger.nanos();
    }

    /** Applies the current configuration of each tenant to its queue. */
    void reconfigure() {
        queues.values().forEach(queue -> {
            var next = configOf.apply(queue.tenant());
            if (!next.equals(queue.config())) {
                reconfigure(queue, next);
            }
        });
    }

    private void reconfigure(TenantQueue queue, QueueConfig next) {
        weights += next.weight() - queue.config().weight();
        if (next.destination().equals(queue.turns().destination())) {
            queue.reconfigure(next, queue.turns());
            return;
        }
        boolean paused = queue.paused();
        queue.turns().pause(queue);
        queue.reconfigure(next, turns(next.destination()));
        if (!paused) {
            queue.turns().resume(queue);
            markChanged(queue.turns());
        }
    }

    /** Removes the empty queues of these tenants, and the schedulers of destinations without a queue. */
    void release(Predicate<TenantId> gone) {
        for (var all = queues.values().iterator(); all.hasNext();) {
            var queue = all.next();
            if (queue.holdsNothing() && gone.test(queue.tenant())) {
                weights -= queue.weight();
                all.remove();
            }
        }
        var used = destinations();
        turns.keySet().removeIf(destination -> !used.contains(destination));
        changed.removeIf(at -> !used.contains(at.destination()));
    }

    boolean isOpen(TenantId tenant) {
        return queues.containsKey(tenant);
    }

    /** The destinations of all queues. */
    Set<Destination> destinations() {
        var all = new HashSet<Destination>();
        queues.values().forEach(queue -> all.add(queue.turns().destination()));
        return all;
    }

    private void schedule(TenantQueue queue) {
        if (queue.turns().added(queue)) {
            markChanged(queue.turns());
        }
    }

    private void markChanged(DeficitRoundRobin at) {
        if (!at.changed) {
            at.changed = true;
            changed.add(at);
        }
    }

    private TenantQueue open(TenantId tenant) {
        var config = configOf.apply(tenant);
        weights += config.weight();
        return new TenantQueue(tenant, limits, config, turns(config.destination()));
    }
}
