package dev.tracegate.testkit;

import dev.tracegate.dispatch.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A wall clock, a monotonic clock that starts at 0 ns, and timers. All move only in {@link #advance}, which runs the tasks of the timers on the
 * caller's thread. May be read from any thread.
 */
public final class ManualClock implements InstantSource, LongSupplier, Timers {
    private final Instant start;
    private final List<Entry> entries = new ArrayList<>();
    private long nanos;

    private record Entry(long due, Runnable task) {}

    /** Starts at the epoch. */
    public ManualClock() {
        this(Instant.EPOCH);
    }

    public ManualClock(Instant start) {
        this.start = start;
    }

    @Override
    public Instant instant() {
        return start.plusNanos(getAsLong());
    }

    /** The monotonic clock, in nanoseconds. */
    @Override
    public synchronized long getAsLong() {
        return nanos;
    }

    @Override
    public synchronized Timer after(long delayNanos, Runnable task) {
        var entry = new Entry(nanos + delayNanos, task);
        entries.add(entry);
        return () -> remove(entry);
    }

    /** Runs each task that falls due at its own time, in the order of these times. */
    public void advance(Duration duration) {
        long until = getAsLong() + duration.toNanos();
        for (var next = next(until); next != null; next = next(until)) {
            next.task().run();
        }
        moveTo(until);
    }

    private synchronized @Nullable Entry next(long until) {
        var next = entries.stream()
                .filter(entry -> entry.due() <= until)
                .min(Comparator.comparingLong(Entry::due))
                .orElse(null);
        if (next != null) {
            entries.remove(next);
            nanos = Math.max(nanos, next.due());
        }
        return next;
    }

    private synchronized void moveTo(long until) {
        nanos = until;
    }

    private synchronized void remove(Entry entry) {
        entries.remove(entry);
    }
}
