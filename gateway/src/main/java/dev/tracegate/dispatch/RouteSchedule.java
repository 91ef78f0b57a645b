package dev.tracegate.dispatch;

import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Routes by when each has something to do. Those whose time has come take turns: who has just been looked at comes after the others, and who
 * waits keeps its place, however often it is put in again meanwhile.
 */
final class RouteSchedule {
    private final TreeSet<DestinationRoute> routes = new TreeSet<>(Comparator
            .<DestinationRoute>comparingLong(route -> route.entry.dueNanos())
            .thenComparingLong(route -> route.entry.turn()));
    private long turns;

    /** A route's place. */
    record Entry(long dueNanos, long turn) {
        static final Entry NEVER = new Entry(Long.MAX_VALUE, -1);
    }

    /** @param dueNanos {@link Long#MAX_VALUE} for not at all */
    void put(DestinationRoute route, long dueNanos, long now) {
        if (route.entry.dueNanos() <= now && dueNanos <= now) {
            return;
        }
        routes.remove(route);
        if (dueNanos == Long.MAX_VALUE) {
            route.entry = Entry.NEVER;
        } else {
            route.entry = new Entry(dueNanos, turns++);
            routes.add(route);
        }
    }

    /** Takes out the first route whose time has come; {@link #put} must follow. */
    @Nullable
    DestinationRoute poll(long now) {
        if (routes.isEmpty() || routes.first().entry.dueNanos() > now) {
            return null;
        }
        var first = routes.removeFirst();
        first.entry = Entry.NEVER;
        return first;
    }

    /** {@link Long#MAX_VALUE} where no route has anything to do. */
    long nextDueNanos() {
        return routes.isEmpty() ? Long.MAX_VALUE : routes.first().entry.dueNanos();
    }
}
