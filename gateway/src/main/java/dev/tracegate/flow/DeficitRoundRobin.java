package dev.tracegate.flow;

import dev.tracegate.flow.QueueState.Place;
import dev.tracegate.tenant.Destination;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler of the queues of one destination: deficit round robin (Shreedhar and Varghese, 1995) by bytes, over the queues that are full or due. In
 * each round a queue may send {@link #QUANTUM} bytes times its weight, one batch at a time and alternating with the others. Bytes beyond that are
 * deducted from its next rounds.
 */
final class DeficitRoundRobin {
    /** Bytes per round and weight: slightly more than a full batch of 1 KiB segments, so that a queue of weight 1 sends about one call per round. */
    private static final long QUANTUM = 64 * 1024;

    private final Destination destination;
    private final Linger linger;
    private final ArrayDeque<TenantQueue> ready = new ArrayDeque<>();
    private final TreeSet<TenantQueue> lingering = new TreeSet<>(
            Comparator.<TenantQueue>comparingLong(queue -> queue.turn.dueNanos)
                    .thenComparing(queue -> queue.tenant().value()));

    /** Whether {@link Flow#nextChanged} has yet to report this destination. */
    boolean changed;

    DeficitRoundRobin(Destination destination, Linger linger) {
        this.destination = destination;
        this.linger = linger;
    }

    Destination destination() {
        return destination;
    }

    /** A segment was added to the queue. Returns whether the destination may send sooner because of it. */
    boolean added(TenantQueue queue) {
        return switch (queue.turn.place) {
            case NONE -> {
                enter(queue);
                yield true;
            }
            case LINGERING -> {
                boolean full = queue.full();
                if (full) {
                    stopLingering(queue);
                    makeReady(queue);
                }
                yield full;
            }
            case READY, PAUSED -> false;
        };
    }

    /** Excludes the queue until {@link #resume}. */
    void pause(TenantQueue queue) {
        leave(queue);
        queue.turn.place = Place.PAUSED;
    }

    void resume(TenantQueue queue) {
        if (queue.paused()) {
            queue.turn.place = Place.NONE;
            if (!queue.isEmpty()) {
                enter(queue);
            }
        }
    }

    /** Segments of the queue were shed. A queue that is not empty keeps its place, and sends a smaller batch. */
    void shrunk(TenantQueue queue) {
        if (queue.isEmpty() && !queue.paused()) {
            leave(queue);
        }
    }

    /** The queue that sends next; null if none is full or due. The caller takes a batch from it and then calls {@link #sent}. */
    @Nullable
    TenantQueue next(long now) {
        while (!lingering.isEmpty() && lingering.first().turn.dueNanos - now <= 0) {
            var due = lingering.first();
            stopLingering(due);
            makeReady(due);
        }
        if (ready.isEmpty()) {
            return null;
        }
        for (int i = ready.size(); i > 0 && ready.element().turn.credit <= 0; i--) {
            ready.add(ready.remove());
        }
        if (ready.element().turn.credit <= 0) {
            nextRounds();
        }
        return ready.element();
    }

    /** Any queue that is not empty, due or not; null if there is none. The caller takes a batch from it and then calls {@link #sent}. */
    @Nullable
    TenantQueue any() {
        return !ready.isEmpty() ? ready.element() : lingering.isEmpty() ? null : lingering.first();
    }

    boolean hasAny() {
        return !ready.isEmpty() || !lingering.isEmpty();
    }

    void sent(TenantQueue queue, long charge, long now) {
        queue.turn.credit -= charge;
        if (queue.paused()) {
            return;
        }
        if (queue.turn.place == Place.READY && !queue.isEmpty() && (queue.full() || dueNanos(queue) - now <= 0)) {
            ready.remove(queue);
            ready.add(queue);
        } else {
            leave(queue);
            if (!queue.isEmpty()) {
                enter(queue);
            }
        }
    }

    /** When {@link #next} has a queue without a further segment; {@link Long#MAX_VALUE} for never. */
    long nextDueNanos() {
        if (!ready.isEmpty()) {
            return Long.MIN_VALUE;
        }
        return lingering.isEmpty() ? Long.MAX_VALUE : lingering.first().turn.dueNanos;
    }

    private void enter(TenantQueue queue) {
        if (queue.full()) {
            makeReady(queue);
        } else {
            queue.turn.dueNanos = dueNanos(queue);
            queue.turn.place = Place.LINGERING;
            lingering.add(queue);
            linger.began();
        }
    }

    /** A queue keeps its debt from earlier rounds, but not its unused credit. */
    private void makeReady(TenantQueue queue) {
        queue.turn.place = Place.READY;
        queue.turn.credit = Math.min(queue.turn.credit, 0) + QUANTUM * queue.weight();
        ready.add(queue);
    }

    private void leave(TenantQueue queue) {
        switch (queue.turn.place) {
            case READY -> ready.remove(queue);
            case LINGERING -> stopLingering(queue);
            case NONE, PAUSED -> {
            }
        }
        queue.turn.place = Place.NONE;
    }

    /** Runs as many rounds as needed until a queue may send, in one step: a batch of 64 MiB leaves a debt of a thousand rounds. */
    private void nextRounds() {
        long rounds = Long.MAX_VALUE;
        for (var queue : ready) {
            rounds = Math.min(rounds, -queue.turn.credit / (QUANTUM * queue.weight()) + 1);
        }
        for (var queue : ready) {
            queue.turn.credit += rounds * QUANTUM * queue.weight();
        }
        for (int i = ready.size(); i > 0 && ready.element().turn.credit <= 0; i--) {
            ready.add(ready.remove());
        }
    }

    private void stopLingering(TenantQueue queue) {
        lingering.remove(queue);
        linger.ended();
    }

    private long dueNanos(TenantQueue queue) {
        return queue.oldestNanos() + linger.nanos();
    }
}
