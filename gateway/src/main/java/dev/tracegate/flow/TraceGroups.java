package dev.tracegate.flow;

import dev.tracegate.segment.Segment;
import dev.tracegate.segment.TraceId;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One tenant's queued traces in order of arrival. Traces with a segment that reports a fault, an error or a throttle are in a separate list, because
 * they are shed last. A segment with an unreadable trace id is a group of its own.
 */
final class TraceGroups {
    private final Line ordinary = new Line();
    private final Line failed = new Line();

    void add(Segment segment) {
        var trace = segment.envelope().traceId();
        if (trace == null) {
            line(segment).singles.addLast(single(segment));
            return;
        }
        var group = lineOf(trace, segment).traces.computeIfAbsent(trace, TraceGroup::new);
        group.add(segment);
    }

    /** Puts segments that were taken back to the front, in the same order. */
    void putBack(List<Segment> segments) {
        for (var segment : segments.reversed()) {
            var trace = segment.envelope().traceId();
            if (trace == null) {
                line(segment).singles.addFirst(single(segment));
                continue;
            }
            var line = lineOf(trace, segment);
            var known = line.traces.get(trace);
            var group = known == null ? new TraceGroup(trace) : known;
            group.putBack(segment);
            line.traces.putFirst(trace, group);
        }
    }

    /** The group that has waited longest; null if there is none. */
    @Nullable
    TraceGroup oldest() {
        return older(ordinary.first(), failed.first());
    }

    /** The group to shed first: the oldest ordinary one, else the oldest failed one unless {@code ordinaryOnly}. */
    @Nullable
    TraceGroup leastValuable(boolean ordinaryOnly) {
        var group = ordinary.first();
        return group == null && !ordinaryOnly ? failed.first() : group;
    }

    /** @param group as returned by {@link #oldest} or {@link #leastValuable} */
    void remove(TraceGroup group) {
        if (!ordinary.remove(group)) {
            failed.remove(group);
        }
    }

    private Line line(Segment segment) {
        return segment.envelope().failed() ? failed : ordinary;
    }

    /** The list of the trace. The whole trace counts as failed once one of its segments failed. */
    private Line lineOf(TraceId trace, Segment segment) {
        if (failed.traces.containsKey(trace)) {
            return failed;
        }
        if (segment.envelope().failed()) {
            var known = ordinary.traces.remove(trace);
            if (known != null) {
                failed.traces.put(trace, known);
            }
        }
        return line(segment);
    }

    private static TraceGroup single(Segment segment) {
        var group = new TraceGroup(null);
        group.add(segment);
        return group;
    }

    private static @Nullable TraceGroup older(@Nullable TraceGroup one, @Nullable TraceGroup other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.oldestNanos() - other.oldestNanos() <= 0 ? one : other;
    }

    /** Groups of one kind, oldest first. */
    private static final class Line {
        /** Senders choose the keys. They are Comparable, so a hash bucket of many keys with equal hash codes is searched in logarithmic time. */
        private final LinkedHashMap<TraceId, TraceGroup> traces = new LinkedHashMap<>();
        private final ArrayDeque<TraceGroup> singles = new ArrayDeque<>();

        @Nullable
        TraceGroup first() {
            return older(traces.isEmpty() ? null : traces.sequencedValues().getFirst(), singles.peekFirst());
        }

        boolean remove(TraceGroup group) {
            var trace = group.trace();
            if (trace != null) {
                return traces.remove(trace, group);
            }
            boolean first = singles.peekFirst() == group;
            if (first) {
                singles.removeFirst();
            }
            return first;
        }
    }
}
