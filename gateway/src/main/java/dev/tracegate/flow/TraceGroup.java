package dev.tracegate.flow;

import dev.tracegate.segment.Segment;
import dev.tracegate.segment.TraceId;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The queued segments of one trace. They are sent in one batch if possible, because X-Ray accepts fewer bytes of a trace that arrives over a longer
 * time, and they are shed together, because a part of a trace is of little use.
 */
final class TraceGroup {
    private final @Nullable TraceId trace;
    private final ArrayDeque<Segment> segments = new ArrayDeque<>(1);
    private long bytes;

    /** @param trace null for a single segment with an unreadable trace id */
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

    /** Puts a segment that was taken back to the front. */
    void putBack(Segment segment) {
        segments.addFirst(segment);
        bytes += segment.bytes();
    }

    /** Moves the oldest segments to a batch, as many as its limits allow. Returns their bytes. */
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

    /** When the oldest segment was received. */
    long oldestNanos() {
        return segments.element().receivedNanos();
    }
}
