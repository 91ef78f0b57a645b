package dev.tracegate.flow.history;

import java.time.Instant;
import java.util.List;

/**
 * The remembered segments of a trace.
 *
 * @param since all segments received after this time are remembered
 * @param seen number of the trace's segments that are remembered
 * @param segments the youngest of these, in order of arrival
 */
public record TraceFates(Instant since, int seen, List<Fate> segments) {

    public TraceFates {
        segments = List.copyOf(segments);
    }
}
