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
 * Moves batches from memory to the {@link Overflow} while memory is short, and back when there is room. What comes back waits here until
 * nothing fresh is to be sent. Owned by the dispatcher's loop.
 */
final class OverflowController {
    /** Above this share of the budget batches leave, so that what arrives meanwhile has room. */
    private static final double HIGH = 0.70;
    /** Below this share they come back. */
    private static final double LOW = 0.30;
    /** Of the budget, that come back at once. */
    private static final double PORTION = 0.05;
    /** How soon to look again for what may be sent of what is stored: a look may go over all tenants. */
    private static final long LATER_NANOS = Duration.ofMillis(50).toNanos();

    private final Flow flow;
    private final Overflow overflow;
    private final Wakeable dispatcher;
    private final Map<Destination, ArrayDeque<BatchAttempt<RecalledBatch>>> back = new HashMap<>();
    private final Set<Future<?>> writes = new HashSet<>();
    /** Whether nobody could be sent for at the last look, and how long that is taken for granted. */
    private boolean nobodyReady;
    private long nobodyReadyUntil;
    private long writingBytes;
    private boolean reading;
    private boolean closed;

    /** @param dispatcher woken when a batch has come back or there may be more room */
    OverflowController(Flow flow, Overflow overflow, Wakeable dispatcher) {
        this.flow = flow;
        this.overflow = overflow;
        this.dispatcher = dispatcher;
    }

    /** Lets batches leave while memory is short. Those that find no room there stay: they are in flight, and handed to {@code kept}. */
    void relieve(Consumer<LeavingBatch> kept) {
        while (flow.used() - writingBytes > HIGH * flow.limit()) {
            var batch = flow.spill(overflow::accepts);
            if (batch == null) {
                return;
            }
            store(batch, kept);
        }
    }

    /** Lets batches leave which have a segment that was received before. Those that find no room there are handed to {@code kept}. */
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

    /** Stores a copy of the attempt's batch, which stays in memory, unless there is one. */
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
     * Asks for what is stored of tenants that may send, if there is room for it in memory. While others fill the memory, a tenant that has but
     * little of it gets back what is stored for it all the same.
     *
     * @param idle of tenants for whose destination nothing else is to be sent
     * @return when to ask again; {@link Long#MAX_VALUE} where that need not be
     */
    long refill(Predicate<TenantId> ready, Predicate<TenantId> idle, long now) {
        if (reading || flow.used() > HIGH * flow.limit()) {
            return Long.MAX_VALUE;
        }
        if (nobodyReady && nobodyReadyUntil - now > 0) {
            return nobodyReadyUntil;
        }
        nobodyReady = false;
        Predicate<TenantId> isNext = tenant -> !hasNext(flow.destination(tenant));
        var wanted = isNext.and(flow.used() > LOW * flow.limit() ? idle.and(this::hasLittle).and(ready) : ready);
        if (overflow.hasMore(wanted)) {
            take(wanted);
        } else if (overflow.hasMore(any -> true)) {
            nobodyReady = true;
            nobodyReadyUntil = now + LATER_NANOS;
            return nobodyReadyUntil;
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
                back.computeIfAbsent(flow.destination(one.batch().tenant()), at -> new ArrayDeque<>())
                        .add(BatchAttempt.recalled(flow.recall(one.batch()), StoredCopy.stored(one)));
            }
            if (!stored.isEmpty()) {
                dispatcher.wake();
            }
        });
    }

    /** The oldest for the destination that has come back, or null. It waits, and is not in flight. */
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

    /** Where something has come back that was not begun. */
    Set<Destination> destinations() {
        return back.keySet();
    }

    /** Gives back to the overflow what came from there for the destination and was not begun. */
    void putAwayAll(Destination destination) {
        for (var attempt = next(destination); attempt != null; attempt = next(destination)) {
            putAway(attempt);
        }
    }

    /**
     * A batch that waits and cannot be sent for now goes to the overflow if it is stored there, else back to its tenant's queue. False where
     * it must stay, because a part of it has ended or its copy is being written.
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

    /** Segments of a stored batch came to their end. */
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

    /** What has come back and was not begun; what is still on its way is given back. */
    List<BatchAttempt<WaitingBatch>> close() {
        closed = true;
        var all = new ArrayList<BatchAttempt<WaitingBatch>>();
        back.values().forEach(queue -> queue.forEach(attempt -> all.add(begun(attempt))));
        back.clear();
        return all;
    }

    /** Completes when what is being written has been. */
    Future<?> written() {
        return Future.join(List.copyOf(writes));
    }
}
