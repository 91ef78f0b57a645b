package dev.tracegate.flow.history;

import dev.tracegate.flow.ledger.StepwiseReading;
import dev.tracegate.segment.TraceId;
import java.util.ArrayDeque;
import java.util.Optional;

/** Searches all rows for a trace's segments, including rows that are written during the search. */
final class FateSearch implements StepwiseReading<TraceFates> {
    /** Rows per step, which takes 0.5 ms. The sockets' buffers hold 0.5 s of a busy host's traffic. */
    static final int ROWS_PER_STEP = 64 * 1024;

    private final SegmentHistory fates;
    private final TraceId trace;
    private final int max;
    /** Numbers of the rows found, youngest last. */
    private final ArrayDeque<Long> youngest = new ArrayDeque<>();
    private long next;
    private int seen;

    FateSearch(SegmentHistory fates, TraceId trace, int max) {
        this.fates = fates;
        this.trace = trace;
        this.max = max;
    }

    @Override
    public Optional<TraceFates> step() {
        next = Math.max(next, fates.oldest());
        long end = Math.min(fates.end(), next + ROWS_PER_STEP);
        while (next < end) {
            if (fates.isOf(next, trace)) {
                seen++;
                youngest.add(next);
            }
            if (youngest.size() > max) {
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
