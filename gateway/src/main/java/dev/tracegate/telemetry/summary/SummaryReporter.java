package dev.tracegate.telemetry.summary;

import dev.tracegate.telemetry.logging.Logging;
import dev.tracegate.telemetry.metrics.GatewayView;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs a summary of the time since the previous one. Not thread-safe. */
public final class SummaryReporter {
    private static final Logger LOG = LoggerFactory.getLogger(SummaryReporter.class);
    private static final String SERVICE = "tracegate";

    private final GatewayView view;
    private final SummaryFormat format;
    private final Logging logging;
    private final InstantSource clock;
    private final LongSupplier nanoClock;
    private Snapshot last;
    private long lastNanos;

    /** The first summary covers the time from this call on. */
    public SummaryReporter(GatewayView view, SummaryFormat format, Logging logging, InstantSource clock,
            LongSupplier nanoClock) {
        this.view = view;
        this.format = format;
        this.logging = logging;
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.last = Snapshot.of(view);
        this.lastNanos = nanoClock.getAsLong();
    }

    public void report() {
        var now = Snapshot.of(view);
        long nanos = nanoClock.getAsLong();
        print(Summary.between(last, now, Duration.ofNanos(nanos - lastNanos)));
        last = now;
        lastNanos = nanos;
    }

    private void print(Summary summary) {
        switch (format) {
            case TEXT -> LOG.info(SummaryText.of(summary));
            case JSON -> logging.lines().accept(SummaryJson.of(summary, clock.instant()));
            case EMF -> logging.stdoutLines().accept(SummaryEmf.of(summary, SERVICE, clock.instant()));
        }
    }
}
