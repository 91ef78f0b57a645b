package dev.tracegate.retry;

import java.time.Duration;

/** What was sent and answered in about a second; it begins with the first call or answer, so that a pause before it is not counted. */
final class RateWindow {
    private static final long WINDOW_NANOS = Duration.ofSeconds(1).toNanos();
    /** A window with fewer calls says little: it goes on, up to {@link #LONGEST_WINDOW_NANOS}. */
    private static final int TELLING_CALLS = 10;
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

    /** The call may have been started in the window before. */
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

    /** Asked after an answer. */
    boolean over(long now) {
        long age = now - startNanos;
        return age >= LONGEST_WINDOW_NANOS || (age >= WINDOW_NANOS && calls >= TELLING_CALLS);
    }

    /** Calls that were answered. */
    int calls() {
        return calls;
    }

    int throttledCalls() {
        return throttledCalls;
    }

    /** Of the calls, those that were throttled, 0 to 1. */
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
