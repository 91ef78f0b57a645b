package dev.tracegate.flow;

import dev.tracegate.flow.QueueState.Place;
import dev.tracegate.tenant.Destination;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is at one destination: deficit round robin by bytes over the queues that are full or due. In each round a queue may send {@link #QUANTUM} bytes
 * times its weight, one batch at a time and in turns with the others; what it sends beyond is taken from its next round.
 */
final class DeficitRoundRobin {
    /** A full batch of 1 KiB segments: in a round everyone sends about one call. */
    private static final long QUANTUM = 64 * 1024;

    private final Destination destination;
    private final Linger linger;
    private final ArrayDeque<TenantQueue> ready = new ArrayDeque<>();
    private final TreeSet<TenantQueue> lingering = new TreeSet<>(
            Comparator.<TenantQueue>comparingLong(queue -> queue.turn.dueNanos)
                    .thenComparing(queue -> queue.tenant().value()));

    /** Whether the caller of {@link Flow#nextChanged} has yet to hear that something may be sent sooner than it knows. */
    boolean changed;

    DeficitRoundRobin(Destination destination, Linger linger) {
        this.destination = destination;
        this.linger = linger;
    }

    Destination destination() {
        return destination;
    }

    /** The queue has got a segment; answers whether something may be sent sooner for it. */
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

    /** The queue gets no turn until {@link #resume}. */
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

    /** The queue has given up segments. One that still has some keeps its place: it sends a smaller batch, or sends sooner. */
    void shrunk(TenantQueue queue) {
        if (queue.isEmpty() && !queue.paused()) {
            leave(queue);
        }
    }

    /** The queue whose turn it is; null where none is full or due. It must then send a batch, and {@link #sent} be told. */
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

    /** Any queue with a segment, due or not; null where none has one. {@link #sent} must be told. */
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

    /** When {@link #next} will have something without a further segment; {@link Long#MAX_VALUE} for never. */
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

    /** A debt from an earlier round stays; what was left of one does not. */
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

    /** As many rounds as it takes until a queue may send, at once: a batch of 64 MiB leaves a debt of a thousand rounds. */
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
