package dev.tracegate.embedded.api;

import dev.tracegate.embedded.filter.Filter;
import dev.tracegate.embedded.filter.InvalidFilter;
import dev.tracegate.embedded.model.Entity;
import dev.tracegate.embedded.model.Trace;
import dev.tracegate.embedded.store.ScanPosition;
import dev.tracegate.embedded.store.StoredTrace;
import dev.tracegate.embedded.store.TraceReader;
import dev.tracegate.embedded.store.Window;
import dev.tracegate.embedded.summary.TraceSummary;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * Returns the summaries of the traces in a time window that match a filter expression, newest first, in pages. Sampling is validated and
 * ignored: all traces are searched.
 */
final class GetTraceSummaries implements Operation {
    /** Summaries on a page. */
    private static final int MAX_SUMMARIES = 1000;
    /** Traces searched for a page. A page may therefore be empty and still have a token for the next one. */
    private static final int MAX_SEARCHED = 5000;
    /** 16 MiB of documents of the summarised traces of a page. A summary can be about as large as its trace, if the trace consists of annotations. */
    private static final long MAX_MATCHED_BYTES = 16 << 20;
    /** 64 MiB of documents searched for a page if the filter has no terms; less with terms, see {@link #TERMS_PER_READ}. */
    private static final long MAX_WORK_BYTES = 64 << 20;
    /** Evaluating this many terms of a filter on a trace is estimated to cost as much as reading the trace. */
    private static final int TERMS_PER_READ = 10;

    private final TraceReader reader;

    GetTraceSummaries(TraceReader reader) {
        this.reader = reader;
    }

    @Override
    public Uses uses() {
        return Uses.READER;
    }

    @Override
    public JsonObject answer(Input input) {
        var window = TraceQueries.window(input, by(input));
        SamplingStrategy.check(input, window);
        var page = new Page(filter(input), window);
        var after = input.text("NextToken").map(PageToken::position).orElse(null);
        return page.json(reader.scan(window, after, page::add));
    }

    private static Window.By by(Input input) {
        var type = input.text("TimeRangeType").orElse("TraceId");
        return switch (type) {
            case "TraceId" -> Window.By.START;
            case "Event" -> Window.By.RECEIVED;
            case "Service" -> Window.By.ACTIVE;
            default -> throw input.refused("TimeRangeType", "'" + type + "'",
                    "Member must satisfy enum value set: [TraceId, Event, Service]");
        };
    }

    private static Filter filter(Input input) {
        try {
            return Filter.parse(input.text("FilterExpression").orElse(""));
        } catch (InvalidFilter e) {
            throw ApiError.invalidRequest(String.valueOf(e.getMessage()));
        }
    }

    /** The page under construction: summaries found, and what the search has cost. */
    private static final class Page {
        private final Filter filter;
        private final Window window;
        private final JsonArray summaries = new JsonArray();
        private final int terms;
        private int searched;
        private long matchedBytes;
        /** Bytes read, multiplied by the cost of the filter. */
        private long workBytes;
        private double approximateTime;

        Page(Filter filter, Window window) {
            this.filter = filter;
            this.terms = filter.terms();
            this.window = window;
        }

        /** @return whether the page may take further traces */
        boolean add(StoredTrace stored) {
            var trace = TraceQueries.assemble(stored);
            searched++;
            workBytes += stored.bytes() * (TERMS_PER_READ + terms) / TERMS_PER_READ;
            approximateTime = trace.startTime();
            if (filter.matches(trace, this::isVisible)) {
                summaries.add(summary(trace));
                matchedBytes += stored.bytes();
            }
            return summaries.size() < MAX_SUMMARIES && searched < MAX_SEARCHED && matchedBytes < MAX_MATCHED_BYTES
                    && workBytes < MAX_WORK_BYTES;
        }

        /** With time range type Service, only entities that ended in the window count for {@code service} and {@code edge}. */
        private boolean isVisible(Entity entity) {
            double end = entity.endTime().orElse(Double.NaN); // an unfinished entity is in no window
            return window.by() != Window.By.ACTIVE || (end >= window.from() && end <= window.to());
        }

        private JsonObject summary(Trace trace) {
            return TraceSummary.of(trace)
                    .put("MatchedEventTime", window.by() == Window.By.START ? null : trace.lastReceived());
        }

        JsonObject json(Optional<ScanPosition> stoppedAt) {
            return new JsonObject().put("TraceSummaries", summaries)
                    .put("ApproximateTime", stoppedAt.isPresent() ? approximateTime : window.from())
                    .put("TracesProcessedCount", searched)
                    .put("NextToken", stoppedAt.map(PageToken::of).orElse(null));
        }
    }
}
