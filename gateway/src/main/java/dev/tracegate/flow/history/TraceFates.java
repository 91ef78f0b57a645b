package dev.tracegate.flow.history;

import java.time.Instant;
import java.util.List;

/**
 * The recorded segments of a trace.
 *
 * @param since all segments received after this time are recorded
 * @param seen number of the trace's recorded segments
 * @param segments the youngest of these, in order of arrival
 */
public record TraceFates(Instant since, int seen, List<Fate> segments) {

    public TraceFates {
        segments = List.copyOf(segments);
    }
}
