package dev.tracegate.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Wall clock and monotonic clock that move only when a test says so. Safe from any thread. */
public final class MovableClock implements InstantSource {
    private final Instant start;
    private long nanos;

    public MovableClock(Instant start) {
        this.start = start;
    }

    @Override
    public synchronized Instant instant() {
        return start.plusNanos(nanos);
    }

    public synchronized long nanoTime() {
        return nanos;
    }

    public synchronized void advance(Duration by) {
        nanos += by.toNanos();
    }
}
