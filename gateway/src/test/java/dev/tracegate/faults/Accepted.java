package dev.tracegate.faults;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** X-Ray's own books: every segment it took, how often, and those it took in calls whose answer cannot have arrived. Safe from any thread. */
final class Accepted {
    private final Map<Long, Integer> times = new ConcurrentHashMap<>();
    private final Set<Long> refused = ConcurrentHashMap.newKeySet();
    private final LongAdder unconfirmed = new LongAdder();

    void took(Collection<Long> ids) {
        ids.forEach(id -> times.merge(id, 1, Integer::sum));
    }

    /** For good: these were not taken. */
    void refused(Collection<Long> ids) {
        refused.addAll(ids);
    }

    /** So many segments were taken, and the sender cannot know. */
    void unconfirmed(int segments) {
        unconfirmed.add(segments);
    }

    Set<Long> ids() {
        return Set.copyOf(times.keySet());
    }

    Set<Long> refusedIds() {
        return Set.copyOf(refused);
    }

    /** Different segments taken. */
    long segments() {
        return times.size();
    }

    /** Those of one sender. */
    long segmentsOf(SegmentSender sender) {
        return times.keySet().stream().filter(sender::isMine).count();
    }

    /** How often a segment was taken once more than it should. */
    long duplicates() {
        return times.values().stream().mapToLong(count -> count - 1).sum();
    }

    /** The most duplicates that are explained: each segment of an answer that got lost may come once more. */
    long explainedDuplicates() {
        return unconfirmed.sum();
    }
}
