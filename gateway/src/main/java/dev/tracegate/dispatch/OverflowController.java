package dev.tracegate.dispatch;

import dev.tracegate.flow.Flow;
import dev.tracegate.flow.LeavingBatch;
import dev.tracegate.flow.RecalledBatch;
import dev.tracegate.flow.WaitingBatch;
import dev.tracegate.flow.Wakeable;
import dev.tracegate.tenant.Destination;
import dev.tracegate.tenant.TenantId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Moves batches from memory to the {@link Overflow} while memory is short, and back when there is room. Batches that have come back wait here
 * until their destination has nothing fresh to send. Owned by the dispatcher's loop.
 */
final class OverflowController {
    /** Above this share of the memory budget, batches are moved to the overflow, so that new segments have room. */
    private static final double HIGH = 0.70;
    /** Below this share, batches are read back. */
    private static final double LOW = 0.30;
    /** Share of the memory budget that one read may fill. */
    private static final double PORTION = 0.05;
    /** Delay before the next search for stored batches that may be sent, because a search may visit all tenants. */
    private static final long LATER_NANOS = Duration.ofMillis(50).toNanos();

    private final Flow flow;
    private final Overflow overflow;
    private final Wakeable dispatcher;
    private final Map<Destination, ArrayDeque<BatchAttempt<RecalledBatch>>> back = new HashMap<>();
    private final Set<Future<?>> writes = new HashSet<>();
    /** Whether no tenant with stored batches could send at the last search. Assumed to hold until {@link #noneReadyUntil}. */
    private boolean noneReady;
    private long noneReadyUntil;
    private long writingBytes;
    private boolean reading;
    private boolean closed;

    /** @param dispatcher woken when a batch has come back or there may be more room */
    OverflowController(Flow flow, Overflow overflow, Wakeable dispatcher) {
        this.flow = flow;
        this.overflow = overflow;
        this.dispatcher = dispatcher;
    }

    /** Stores batches while memory is short. {@code kept} receives those that the overflow accepted but did not store. */
    void relieve(Consumer<LeavingBatch> kept) {
        while (flow.used() - writingBytes > HIGH * flow.limit()) {
            var batch = flow.spill(overflow::accepts);
            if (batch == null) {
                return;
            }
            store(batch, kept);
        }
    }

    /** Stores batches with a segment received before {@code receivedNanos}. {@code kept} receives those that the overflow accepted but did not store. */
    void relieveOf(long receivedNanos, Consumer<LeavingBatch> kept) {
        flow.spillOlder(overflow::accepts, receivedNanos, batch -> store(batch, kept));
    }

    private void store(LeavingBatch leaving, Consumer<LeavingBatch> kept) {
        var batch = leaving.batch();
        writingBytes += batch.bytes();
        var write = overflow.put(batch);
        writes.add(write);
        write.onSuccess(stored -> {
            writes.remove(write);
            writingBytes -= batch.bytes();
            if (stored) {
                leaving.stored();
            } else {
                kept.accept(leaving);
            }
            dispatcher.wake();
        });
    }

    /** Stores a copy of the batch, which stays in memory. Does nothing if there is a copy. */
    void copy(BatchAttempt<?> attempt) {
        var batch = attempt.batch();
        if (attempt.copy() != null || !overflow.accepts(batch.tenant())) {
            return;
        }
        var copy = StoredCopy.writing(batch);
        attempt.copied(copy);
        var write = overflow.copy(batch);
        writes.add(write);
        write.onSuccess(id -> {
            writes.remove(write);
            copy.written(id);
            deleteIfOver(copy);
            dispatcher.wake();
        });
    }

    /**
     * Reads stored batches of tenants that may send, if memory has room. While other tenants fill the memory, the batches of a tenant that uses little of
     * its share are still read.
     *
     * @param ready whether the tenant may send
     * @param idle whether the tenant's destination has nothing else to send
     * @return when to call again; {@link Long#MAX_VALUE} for not before the next wake
     */
    long refill(Predicate<TenantId> ready, Predicate<TenantId> idle, long now) {
        if (reading || flow.used() > HIGH * flow.limit()) {
            return Long.MAX_VALUE;
        }
        if (noneReady && noneReadyUntil - now > 0) {
            return noneReadyUntil;
        }
        noneReady = false;
        Predicate<TenantId> isNext = tenant -> !hasNext(flow.destination(tenant));
        var wanted = isNext.and(flow.used() > LOW * flow.limit() ? idle.and(this::hasLittle).and(ready) : ready);
        if (overflow.hasMore(wanted)) {
            take(wanted);
        } else if (overflow.hasMore(any -> true)) {
            noneReady = true;
            noneReadyUntil = now + LATER_NANOS;
            return noneReadyUntil;
        }
        return Long.MAX_VALUE;
    }

    private boolean hasLittle(TenantId tenant) {
        return flow.holdsAtMost(LOW, tenant);
    }

    private void take(Predicate<TenantId> wanted) {
        reading = true;
        overflow.take(wanted, (long) (PORTION * flow.limit())).onSuccess(stored -> {
            reading = false;
            if (closed) {
                stored.forEach(one -> overflow.release(one.id()));
                return;
            }
            for (var one : stored) {
                keep(BatchAttempt.recalled(flow.recall(one.batch()), StoredCopy.stored(one)));
            }
            if (!stored.isEmpty()) {
                dispatcher.wake();
            }
        });
    }

    private void keep(BatchAttempt<RecalledBatch> attempt) {
        back.computeIfAbsent(flow.destination(attempt.batch().tenant()), at -> new ArrayDeque<>()).add(attempt);
    }

    /** Moves batches that were read back to the current destinations of their tenants. */
    void reconfigure() {
        var queues = List.copyOf(back.values());
        back.clear();
        queues.forEach(queue -> queue.forEach(this::keep));
    }

    /** The oldest batch for the destination that was read back, or null. */
    @Nullable
    BatchAttempt<WaitingBatch> next(Destination destination) {
        var queue = back.get(destination);
        if (queue == null) {
            return null;
        }
        var attempt = begun(queue.remove());
        if (queue.isEmpty()) {
            back.remove(destination);
        }
        return attempt;
    }

    private static BatchAttempt<WaitingBatch> begun(BatchAttempt<RecalledBatch> attempt) {
        return attempt.as(attempt.state().toWaiting());
    }

    boolean hasNext(Destination destination) {
        return back.containsKey(destination);
    }

    /** Destinations of batches that were read back and wait here. */
    Set<Destination> destinations() {
        return back.keySet();
    }

    /** Returns the destination's batches that wait here to the overflow. */
    void putAwayAll(Destination destination) {
        for (var attempt = next(destination); attempt != null; attempt = next(destination)) {
            putAway(attempt);
        }
    }

    /**
     * Puts away a batch that cannot be sent for now: a stored one goes back to the overflow, any other one to its tenant's queue.
     *
     * @return false if the batch must stay, because a part of it has ended or its copy is being written
     */
    boolean putAway(BatchAttempt<WaitingBatch> attempt) {
        var copy = attempt.copy();
        if (copy == null) {
            attempt.state().toQueue(attempt.history().sent());
            return true;
        }
        if (!copy.isWhole(attempt.batch())) {
            return false;
        }
        overflow.release(copy.id());
        attempt.state().toLeaving().stored();
        return true;
    }

    boolean isWriting() {
        return !writes.isEmpty();
    }

    /** Segments of the batch were delivered, refused or shed. Deletes the stored copy if no others are left. */
    void ended(BatchAttempt<?> attempt, int segments) {
        var copy = attempt.copy();
        if (copy != null && segments > 0) {
            copy.ended(segments);
            deleteIfOver(copy);
        }
    }

    private void deleteIfOver(StoredCopy copy) {
        if (copy.isOver()) {
            overflow.done(copy.id());
        }
    }

    /** Removes the batches that wait here. Batches that are still being read are returned to the overflow when they arrive. */
    List<BatchAttempt<WaitingBatch>> close() {
        closed = true;
        var all = new ArrayList<BatchAttempt<WaitingBatch>>();
        back.values().forEach(queue -> queue.forEach(attempt -> all.add(begun(attempt))));
        back.clear();
        return all;
    }

    /** Completes when all writes in progress have ended. */
    Future<?> written() {
        return Future.join(List.copyOf(writes));
    }
}
