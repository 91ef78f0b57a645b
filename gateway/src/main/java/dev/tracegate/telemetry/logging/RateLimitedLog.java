package dev.tracegate.telemetry.logging;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Limits warnings that any sender can cause to a few per reason and interval. The others are counted, and the count is logged:
 * {@code … and 1,234 more in the last 60 s}. Thread-safe.
 */
public final class RateLimitedLog {
    // bounds memory: reasons are enums and X-Ray's error codes; from the 65th on, reasons share one count
    private static final int REASONS = 64;
    private static final String OTHER = "other";

    private final Logger log;
    private final int lines;
    private final Duration interval;
    private final LongSupplier nanoClock;
    private final Map<String, Window> windows = new HashMap<>();

    /**
     * @param lines maximum per reason and interval, at least 1
     * @param nanoClock monotonic
     */
    public RateLimitedLog(Logger log, int lines, Duration interval, LongSupplier nanoClock) {
        if (lines < 1) {
            throw new IllegalArgumentException("lines must be at least 1, was " + lines);
        }
        this.log = log;
        this.lines = lines;
        this.interval = interval;
        this.nanoClock = nanoClock;
    }

    /**
     * Logs the warning, or counts it if the limit is reached.
     *
     * @param line adds details to the event and logs it; called only below the limit
     */
    public void warn(String reason, Consumer<LoggingEventBuilder> line) {
        if (admit(reason)) {
            line.accept(log.atWarn().addKeyValue("reason", reason));
        }
    }

    /** Logs the suppressed counts of all intervals that have ended. Call it periodically, so that the count appears even if the warnings stop. */
    public synchronized void flush() {
        windows.entrySet().removeIf(entry -> {
            boolean over = isOver(entry.getValue());
            if (over) {
                logHidden(entry.getKey(), entry.getValue());
            }
            return over;
        });
    }

    private synchronized boolean admit(String reason) {
        var key = windows.containsKey(reason) || windows.size() < REASONS ? reason : OTHER;
        var window = windows.computeIfAbsent(key, _ -> new Window(nanoClock.getAsLong()));
        if (isOver(window)) {
            logHidden(key, window);
            window = new Window(nanoClock.getAsLong());
            windows.put(key, window);
        }
        return window.admit(lines);
    }

    private boolean isOver(Window window) {
        return nanoClock.getAsLong() - window.start >= interval.toNanos();
    }

    private void logHidden(String reason, Window window) {
        if (window.hidden > 0) {
            long seconds = Duration.ofNanos(nanoClock.getAsLong() - window.start).toSeconds();
            log.atWarn()
                    .addKeyValue("reason", reason)
                    .log(String.format(Locale.ROOT, "… and %,d more in the last %,d s", window.hidden, seconds));
        }
    }

    /** One reason's current interval. Guarded by the log's lock. */
    private static final class Window {
        private final long start;
        private int printed;
        private long hidden;

        Window(long start) {
            this.start = start;
        }

        boolean admit(int lines) {
            if (printed < lines) {
                printed++;
                return true;
            }
            hidden++;
            return false;
        }
    }
}
