package dev.tracegate.flow;

import dev.tracegate.segment.Segment;
import dev.tracegate.segment.TraceId;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One tenant's waiting traces in order of arrival. Traces in which a segment reports a fault, an error or a throttle are kept apart, because
 * they are shed last. A segment whose trace could not be read is a group of its own.
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

    /** Puts segments that were taken back to the front, in their order. */
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

    /** The group that has waited longest, or null. */
    @Nullable
    TraceGroup oldest() {
        return older(ordinary.first(), failed.first());
    }

    /** The group to shed first: the oldest ordinary one, else the oldest failed one unless {@code ordinaryOnly}. */
    @Nullable
    TraceGroup leastWorth(boolean ordinaryOnly) {
        var group = ordinary.first();
        return group == null && !ordinaryOnly ? failed.first() : group;
    }

    /** @param group as returned by {@link #oldest} or {@link #leastWorth} */
    void remove(TraceGroup group) {
        if (!ordinary.remove(group)) {
            failed.remove(group);
        }
    }

    private Line line(Segment segment) {
        return segment.envelope().failed() ? failed : ordinary;
    }

    /** Where the trace waits, or will. All of a trace counts as failed from the first segment on that failed. */
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

    /** Groups of one kind, the oldest first. */
    private static final class Line {
        /** A sender chooses the keys: they are Comparable, so that ids of equal hash codes are found by a binary search. */
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
