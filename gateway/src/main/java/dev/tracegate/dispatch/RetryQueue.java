package dev.tracegate.dispatch;

import dev.tracegate.flow.WaitingBatch;
import dev.tracegate.tenant.TenantId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Batches of one destination that wait for another attempt, ordered by due time. */
final class RetryQueue {
    private final PriorityQueue<Entry> entries = new PriorityQueue<>(Comparator.comparingLong(Entry::dueNanos));
    private final SharedCapacity capacity;
    private long bytes;

    RetryQueue(SharedCapacity capacity) {
        this.capacity = capacity;
    }

    private record Entry(BatchAttempt<WaitingBatch> attempt, long dueNanos) {}

    void add(BatchAttempt<WaitingBatch> attempt, long dueNanos) {
        entries.add(new Entry(attempt, dueNanos));
        count(attempt.batch().bytes());
    }

    /** Removes and returns the next batch that is due; null if none is. */
    @Nullable
    BatchAttempt<WaitingBatch> poll(long now) {
        var entry = entries.peek();
        if (entry == null || entry.dueNanos() - now > 0) {
            return null;
        }
        entries.remove();
        count(-entry.attempt().batch().bytes());
        return entry.attempt();
    }

    /** Due time of the next batch; {@link Long#MAX_VALUE} if none waits. */
    long nextDueNanos() {
        var entry = entries.peek();
        return entry == null ? Long.MAX_VALUE : entry.dueNanos();
    }

    void forEach(Consumer<BatchAttempt<WaitingBatch>> what) {
        entries.forEach(entry -> what.accept(entry.attempt()));
    }

    List<BatchAttempt<WaitingBatch>> removeAll() {
        return removeOf(any -> true);
    }

    /** Removes the batches of these tenants, due or not. */
    List<BatchAttempt<WaitingBatch>> removeOf(Predicate<TenantId> which) {
        var removed = new ArrayList<BatchAttempt<WaitingBatch>>();
        entries.removeIf(entry -> {
            boolean leaves = which.test(entry.attempt().batch().tenant());
            if (leaves) {
                removed.add(entry.attempt());
                count(-entry.attempt().batch().bytes());
            }
            return leaves;
        });
        return removed;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Bytes of the documents of all batches here. */
    long bytes() {
        return bytes;
    }

    private void count(long more) {
        bytes += more;
        capacity.postponed(more);
    }
}
