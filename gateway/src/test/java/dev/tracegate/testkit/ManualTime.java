package dev.tracegate.testkit;

import dev.tracegate.dispatch.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;

/** A monotonic clock that moves when told, and the timers that hang on it. */
public final class ManualTime implements Timers, LongSupplier {
    private final List<Entry> entries = new ArrayList<>();
    private long now;

    private record Entry(long due, Runnable task) {}

    @Override
    public long getAsLong() {
        return now;
    }

    @Override
    public Timer after(long nanos, Runnable task) {
        var entry = new Entry(now + nanos, task);
        entries.add(entry);
        return () -> entries.remove(entry);
    }

    /** Moves on, running what falls due in its order and at its time. */
    public void advance(Duration duration) {
        long until = now + duration.toNanos();
        for (var next = next(until); next != null; next = next(until)) {
            entries.remove(next);
            now = Math.max(now, next.due());
            next.task().run();
        }
        now = until;
    }

    private Entry next(long until) {
        return entries.stream()
                .filter(entry -> entry.due() <= until)
                .min(Comparator.comparingLong(Entry::due))
                .orElse(null);
    }
}
