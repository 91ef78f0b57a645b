package dev.tracegate.dispatch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Batches that wait for another attempt, the one due first in front. */
final class Postponed {
    private final PriorityQueue<Entry> entries = new PriorityQueue<>(Comparator.comparingLong(Entry::dueNanos));
    private long bytes;

    private record Entry(Attempt attempt, long dueNanos) {}

    void add(Attempt attempt, long dueNanos) {
        entries.add(new Entry(attempt, dueNanos));
        bytes += attempt.batch().bytes();
    }

    /** The next one if its time has come; it stays. */
    @Nullable
    Attempt due(long now) {
        var entry = entries.peek();
        return entry == null || entry.dueNanos() - now > 0 ? null : entry.attempt();
    }

    /** Takes out what {@link #due} answered. */
    void remove() {
        bytes -= entries.remove().attempt().batch().bytes();
    }

    /** {@link Long#MAX_VALUE} where nothing waits. */
    long nextDueNanos() {
        var entry = entries.peek();
        return entry == null ? Long.MAX_VALUE : entry.dueNanos();
    }

    List<Attempt> removeAll() {
        var all = new ArrayList<Attempt>(entries.size());
        entries.forEach(entry -> all.add(entry.attempt()));
        entries.clear();
        bytes = 0;
        return all;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Of documents. */
    long bytes() {
        return bytes;
    }
}
