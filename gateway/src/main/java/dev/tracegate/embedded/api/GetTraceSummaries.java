package dev.tracegate.embedded.api;

import dev.tracegate.embedded.filter.Filter;
import dev.tracegate.embedded.filter.InvalidFilter;
import dev.tracegate.embedded.model.Entity;
import dev.tracegate.embedded.model.Trace;
import dev.tracegate.embedded.store.Position;
import dev.tracegate.embedded.store.StoredTrace;
import dev.tracegate.embedded.store.TraceReader;
import dev.tracegate.embedded.store.Window;
import dev.tracegate.embedded.summary.TraceSummary;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Searches traces: those of a window that a filter expression matches, newest first, in pages. Sampling is accepted, and all are searched. */
final class GetTraceSummaries implements Operation {
    /** Summaries on a page. */
    private static final int PAGE = 1000;
    /** Traces searched for a page: one with few or no summaries may come with a token for the next. */
    private static final int SEARCHED = 5000;
    /** Bytes of documents behind the summaries of a page: a summary can be about as large as its trace, where all of that is annotations. */
    private static final long BYTES = 16 << 20;
    /** Bytes of documents searched for a page by a filter of no terms. Each term costs as much again as so many parts of reading them. */
    private static final long BYTES_SEARCHED = 64 << 20;
    private static final int TERMS_LIKE_READING = 10;

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
        var window = Traces.window(input, by(input));
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

    /** The summaries found so far. */
    private static final class Page {
        private final Filter filter;
        private final Window window;
        private final JsonArray summaries = new JsonArray();
        private final int terms;
        private int searched;
        private long bytes;
        /** Bytes read, times what is asked of them. */
        private long work;
        private double approximateTime;

        Page(Filter filter, Window window) {
            this.filter = filter;
            this.terms = filter.terms();
            this.window = window;
        }

        /** @return whether there is room for more */
        boolean add(StoredTrace stored) {
            var trace = Traces.assemble(stored);
            searched++;
            work += stored.bytes() * (TERMS_LIKE_READING + terms) / TERMS_LIKE_READING;
            approximateTime = trace.startTime();
            if (filter.matches(trace, this::seen)) {
                summaries.add(summary(trace));
                bytes += stored.bytes();
            }
            return summaries.size() < PAGE && searched < SEARCHED && bytes < BYTES && work < BYTES_SEARCHED;
        }

        /** A search for what was active in the window looks at what ended in it, where it looks at parts of a trace. */
        private boolean seen(Entity entity) {
            double end = entity.endTime().orElse(Double.NaN); // unfinished: in no window
            return window.by() != Window.By.ACTIVE || (end >= window.from() && end <= window.to());
        }

        private JsonObject summary(Trace trace) {
            return TraceSummary.of(trace)
                    .put("MatchedEventTime", window.by() == Window.By.START ? null : trace.lastReceived());
        }

        JsonObject json(Optional<Position> stopped) {
            return new JsonObject().put("TraceSummaries", summaries)
                    .put("ApproximateTime", stopped.isPresent() ? approximateTime : window.from())
                    .put("TracesProcessedCount", searched)
                    .put("NextToken", stopped.map(PageToken::of).orElse(null));
        }
    }
}
