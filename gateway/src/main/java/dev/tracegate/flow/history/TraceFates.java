package dev.tracegate.flow.history;

import java.time.Instant;
import java.util.List;

/**
 * What is remembered of a trace.
 *
 * @param since everything received after this is remembered
 * @param seen how many of its segments are remembered
 * @param segments the youngest of them, in order of arrival
 */
public record TraceFates(Instant since, int seen, List<Fate> segments) {

    public TraceFates {
        segments = List.copyOf(segments);
    }
}
