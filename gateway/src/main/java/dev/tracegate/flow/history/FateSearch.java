package dev.tracegate.flow.history;

import dev.tracegate.flow.ledger.StepwiseReading;
import dev.tracegate.segment.TraceId;
import java.util.ArrayDeque;
import java.util.Optional;

/** Searches all rows for a trace's segments, including rows that are written during the search. */
final class FateSearch implements StepwiseReading<TraceFates> {
    /** A step takes half a millisecond; the sockets' buffers hold half a second of a busy host's traffic. */
    static final int ROWS_A_STEP = 64 * 1024;

    private final SegmentHistory fates;
    private final TraceId trace;
    private final int most;
    /** Numbers of the rows found, the youngest last. */
    private final ArrayDeque<Long> youngest = new ArrayDeque<>();
    private long next;
    private int seen;

    FateSearch(SegmentHistory fates, TraceId trace, int most) {
        this.fates = fates;
        this.trace = trace;
        this.most = most;
    }

    @Override
    public Optional<TraceFates> step() {
        next = Math.max(next, fates.oldest());
        long end = Math.min(fates.end(), next + ROWS_A_STEP);
        while (next < end) {
            if (fates.isOf(next, trace)) {
                seen++;
                youngest.add(next);
            }
            if (youngest.size() > most) {
                youngest.remove();
            }
            next++;
        }
        if (next < fates.end()) {
            return Optional.empty();
        }
        youngest.removeIf(row -> row < fates.oldest()); // overwritten since they were found
        return Optional.of(fates.read(youngest, seen));
    }
}
