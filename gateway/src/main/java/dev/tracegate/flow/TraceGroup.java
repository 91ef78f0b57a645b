package dev.tracegate.flow;

import dev.tracegate.segment.Segment;
import dev.tracegate.segment.TraceId;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The queued segments of one trace. They travel together where they can, because X-Ray takes less of a trace that trickles in, and they are
 * shed together, because half a trace is worth little.
 */
final class TraceGroup {
    private final @Nullable TraceId trace;
    private final ArrayDeque<Segment> segments = new ArrayDeque<>(1);
    private long bytes;

    /** @param trace null for one segment whose trace could not be read */
    TraceGroup(@Nullable TraceId trace) {
        this.trace = trace;
    }

    @Nullable
    TraceId trace() {
        return trace;
    }

    void add(Segment segment) {
        segments.add(segment);
        bytes += segment.bytes();
    }

    /** One that was taken, the oldest again. */
    void putBack(Segment segment) {
        segments.addFirst(segment);
        bytes += segment.bytes();
    }

    /** Moves the oldest segments to a batch: all that fit its limits. Answers their bytes. */
    long moveTo(List<Segment> taken, BatchLimits room, long takenBytes) {
        long moved = 0;
        for (var next = segments.peek(); next != null
                && (taken.isEmpty() || room.fits(taken.size() + 1, takenBytes + moved + next.bytes())); next = segments
                        .peek()) {
            taken.add(segments.remove());
            moved += next.bytes();
        }
        bytes -= moved;
        return moved;
    }

    boolean isEmpty() {
        return segments.isEmpty();
    }

    List<Segment> segments() {
        return List.copyOf(segments);
    }

    int size() {
        return segments.size();
    }

    long bytes() {
        return bytes;
    }

    /** Arrival of the oldest segment. */
    long oldestNanos() {
        return segments.element().receivedNanos();
    }
}
