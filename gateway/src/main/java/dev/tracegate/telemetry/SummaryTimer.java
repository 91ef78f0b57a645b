package dev.tracegate.telemetry;

import io.vertx.core.Vertx;
import java.time.Duration;

/** Has the summary printed once an interval, and a last time at the end. Started and stopped on one event loop, where it also reports. */
public final class SummaryTimer {
    private final Vertx vertx;
    private final SummaryReporter reporter;
    private final long timer;

    private SummaryTimer(Vertx vertx, SummaryReporter reporter, Duration every) {
        this.vertx = vertx;
        this.reporter = reporter;
        this.timer = vertx.setPeriodic(every.toMillis(), _ -> reporter.report());
    }

    public static SummaryTimer start(Vertx vertx, SummaryReporter reporter, Duration every) {
        return new SummaryTimer(vertx, reporter, every);
    }

    /** Prints what happened since the last summary, and ends. To be called when the drain is over. */
    public void stop() {
        vertx.cancelTimer(timer);
        reporter.report();
    }
}
