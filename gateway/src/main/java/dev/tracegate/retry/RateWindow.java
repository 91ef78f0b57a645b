package dev.tracegate.retry;

import java.time.Duration;

/** Counts of the calls in about a second. The window begins with its first call or answer, so that a pause before it does not count. */
final class RateWindow {
    private static final long WINDOW_NANOS = Duration.ofSeconds(1).toNanos();
    /**
     * A window with fewer calls is extended, up to {@link #LONGEST_WINDOW_NANOS}, because its share of throttles would be mostly chance.
     */
    private static final int MIN_CALLS = 10;
    private static final long LONGEST_WINDOW_NANOS = Duration.ofSeconds(5).toNanos();
    private static final double NANOS = 1e9;

    private boolean begun;
    private long startNanos;
    private long attempted;
    private int calls;
    private int throttledCalls;

    void started(int segments, long now) {
        begin(now);
        attempted += segments;
    }

    /** An answer; its call may have started in the window before. */
    void answered(boolean throttled, long now) {
        begin(now);
        calls++;
        throttledCalls += throttled ? 1 : 0;
    }

    private void begin(long now) {
        if (!begun) {
            begun = true;
            startNanos = now;
        }
    }

    /** Whether the window is complete. To be called after an answer. */
    boolean over(long now) {
        long age = now - startNanos;
        return age >= LONGEST_WINDOW_NANOS || (age >= WINDOW_NANOS && calls >= MIN_CALLS);
    }

    /** Calls that were answered. */
    int calls() {
        return calls;
    }

    int throttledCalls() {
        return throttledCalls;
    }

    /** Share of the answered calls that were throttled, 0 to 1. */
    double share() {
        return throttledCalls / (double) calls;
    }

    double attemptedPerSecond(long now) {
        return attempted / seconds(now);
    }

    double seconds(long now) {
        return Math.max(1, now - startNanos) / NANOS;
    }
}
