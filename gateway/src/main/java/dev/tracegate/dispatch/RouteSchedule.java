package dev.tracegate.dispatch;

import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Routes ordered by due time. Routes that are due are served round-robin: a route that was just served is placed behind the others, and a waiting route
 * keeps its place even if it is put again.
 */
final class RouteSchedule {
    private final TreeSet<DestinationRoute> routes = new TreeSet<>(Comparator
            .<DestinationRoute>comparingLong(route -> route.entry.dueNanos())
            .thenComparingLong(route -> route.entry.turn()));
    private long turns;

    /** A route's place in the order. */
    record Entry(long dueNanos, long turn) {
        static final Entry NEVER = new Entry(Long.MAX_VALUE, -1);
    }

    /** @param dueNanos {@link Long#MAX_VALUE} to remove the route */
    void put(DestinationRoute route, long dueNanos, long now) {
        if (route.entry.dueNanos() <= now && dueNanos <= now) {
            return;
        }
        remove(route);
        if (dueNanos != Long.MAX_VALUE) {
            route.entry = new Entry(dueNanos, turns++);
            routes.add(route);
        }
    }

    void remove(DestinationRoute route) {
        routes.remove(route);
        route.entry = Entry.NEVER;
    }

    boolean contains(DestinationRoute route) {
        return routes.contains(route);
    }

    /** Removes and returns the first route that is due; null if none is. The caller must {@link #put} the route again. */
    @Nullable
    DestinationRoute poll(long now) {
        if (routes.isEmpty() || routes.first().entry.dueNanos() > now) {
            return null;
        }
        var first = routes.removeFirst();
        first.entry = Entry.NEVER;
        return first;
    }

    /** Due time of the next route; {@link Long#MAX_VALUE} if there is none. */
    long nextDueNanos() {
        return routes.isEmpty() ? Long.MAX_VALUE : routes.first().entry.dueNanos();
    }
}
