package dev.tracegate.faults;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The segments that the fake X-Ray accepted, how often, and in which calls the response was lost. Thread-safe. */
final class Accepted {
    private final Map<Long, Integer> times = new ConcurrentHashMap<>();
    private final Set<Long> refused = ConcurrentHashMap.newKeySet();
    private final LongAdder unconfirmed = new LongAdder();

    void took(Collection<Long> ids) {
        ids.forEach(id -> times.merge(id, 1, Integer::sum));
    }

    /** Counts segments as refused. */
    void refused(Collection<Long> ids) {
        refused.addAll(ids);
    }

    /** Counts accepted segments of a call without a response. */
    void unconfirmed(int segments) {
        unconfirmed.add(segments);
    }

    Set<Long> ids() {
        return Set.copyOf(times.keySet());
    }

    Set<Long> refusedIds() {
        return Set.copyOf(refused);
    }

    /** The number of distinct accepted segments. */
    long segments() {
        return times.size();
    }

    /** The number of distinct accepted segments of one sender. */
    long segmentsOf(SegmentSender sender) {
        return times.keySet().stream().filter(sender::isMine).count();
    }

    /** The number of repeated acceptances of segments. */
    long duplicates() {
        return times.values().stream().mapToLong(count -> count - 1).sum();
    }

    /** The maximum number of explained duplicates: each segment of a lost response may be sent once more. */
    long explainedDuplicates() {
        return unconfirmed.sum();
    }
}
