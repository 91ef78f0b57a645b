package dev.tracegate.dispatch;

import dev.tracegate.tenant.Destination;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Checks every second which destinations accept nothing while segments wait for them. On the dispatcher's loop; read from any thread. */
final class StallDetector {
    /** Time without progress after which a destination counts as stalled: at least the default timeout of a call. */
    static final Duration STANDSTILL = Duration.ofSeconds(10);
    private static final long EVERY_NANOS = Duration.ofSeconds(1).toNanos();
    /** Interval between two events of a stall that lasts. */
    private static final long AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

    private final Consumer<DispatchEvent> events;
    private final Map<Destination, Long> reportedNanos = new HashMap<>();
    private long checkedNanos = Long.MIN_VALUE / 2;
    private volatile List<StalledDestination> stalled = List.of();

    StallDetector(Consumer<DispatchEvent> events) {
        this.events = events;
    }

    /** As of the last check. Any thread. */
    List<StalledDestination> stalled() {
        return stalled;
    }

    boolean isDue(long now) {
        return now - checkedNanos >= EVERY_NANOS;
    }

    /** When the next check is due. */
    long nextNanos() {
        return checkedNanos + EVERY_NANOS;
    }

    /** @param waiting number of waiting segments, in memory and on disk, by destination */
    void check(Iterable<DestinationRoute> routes, Map<Destination, Long> waiting, long now) {
        checkedNanos = now;
        var found = new ArrayList<StalledDestination>();
        for (var route : routes) {
            long segments = waiting.getOrDefault(route.destination(), 0L);
            if (segments == 0 || !route.isKnown()) {
                route.progressed(now);
            } else if (route.isTried() && now - route.progressedNanos() >= STANDSTILL.toNanos()) {
                found.add(new StalledDestination(route.destination(), route.lastFailure(),
                        Duration.ofNanos(now - route.progressedNanos()), segments));
            }
        }
        stalled = List.copyOf(found);
        report(found, now);
    }

    private void report(List<StalledDestination> found, long now) {
        Set<Destination> over = new HashSet<>(reportedNanos.keySet());
        for (var one : found) {
            over.remove(one.destination());
            var reported = reportedNanos.get(one.destination());
            if (reported == null || now - reported >= AGAIN_NANOS) {
                reportedNanos.put(one.destination(), now);
                events.accept(new DispatchEvent.Stalled(one));
            }
        }
        over.forEach(destination -> {
            reportedNanos.remove(destination);
            events.accept(new DispatchEvent.Moving(destination));
        });
    }
}
