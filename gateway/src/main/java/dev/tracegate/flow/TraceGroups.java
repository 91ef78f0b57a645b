package dev.tracegate.flow;

import dev.tracegate.segment.Segment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Traces in order of arrival; those in which a segment reports a fault, an error or a throttle stand apart, as the last to be shed. */
final class TraceGroups {
    private final LinkedHashMap<Object, TraceGroup> ordinary = new LinkedHashMap<>();
    private final LinkedHashMap<Object, TraceGroup> failed = new LinkedHashMap<>();

    void add(Segment segment) {
        var key = TraceGroup.keyOf(segment);
        var group = failed.get(key);
        if (group == null) {
            group = segment.envelope().failed() ? becomesFailed(key) : ordinary.get(key);
        }
        if (group == null) {
            group = new TraceGroup(key);
            ordinary.put(key, group);
        }
        group.add(segment);
    }

    /** Segments that were taken come back to the front, in their order. */
    void putBack(List<Segment> segments) {
        for (var segment : segments.reversed()) {
            var key = TraceGroup.keyOf(segment);
            var group = failed.get(key);
            if (group == null) {
                group = segment.envelope().failed() ? becomesFailed(key) : ordinary.get(key);
            }
            if (group == null) {
                group = new TraceGroup(key);
            }
            group.putBack(segment);
            (failed.containsKey(key) ? failed : ordinary).putFirst(key, group);
        }
    }

    /** What has been said of the trace so far is as telling as the segment that failed. */
    private TraceGroup becomesFailed(Object key) {
        var known = ordinary.remove(key);
        var group = known == null ? new TraceGroup(key) : known;
        failed.put(key, group);
        return group;
    }

    /** The trace that has waited longest, or null. */
    @Nullable
    TraceGroup oldest() {
        var one = first(ordinary);
        var other = first(failed);
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.oldestNanos() - other.oldestNanos() <= 0 ? one : other;
    }

    /** The trace that is shed first: the oldest ordinary one, and where there is none and it must be, the oldest failed one. */
    @Nullable
    TraceGroup leastWorth(boolean ordinaryOnly) {
        var group = first(ordinary);
        return group == null && !ordinaryOnly ? first(failed) : group;
    }

    void remove(TraceGroup group) {
        if (!ordinary.remove(group.key(), group)) {
            failed.remove(group.key(), group);
        }
    }

    private static @Nullable TraceGroup first(SequencedMap<Object, TraceGroup> groups) {
        return groups.isEmpty() ? null : groups.sequencedValues().getFirst();
    }
}
