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

/** Checks each second which destinations take nothing while segments wait for them. On the dispatcher's loop; read from any thread. */
final class StallDetector {
    /** Longer than the time limits of a call; short enough that an operator has not asked yet. */
    static final Duration STANDSTILL = Duration.ofSeconds(10);
    private static final long EVERY_NANOS = Duration.ofSeconds(1).toNanos();
    /** Between two events of a stall that lasts. */
    private static final long AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

    private final Consumer<DispatchEvent> events;
    private final Map<Destination, Long> reportedNanos = new HashMap<>();
    private long lookedNanos = Long.MIN_VALUE / 2;
    private volatile List<StalledDestination> stalled = List.of();

    StallDetector(Consumer<DispatchEvent> events) {
        this.events = events;
    }

    /** As of the last check. Any thread. */
    List<StalledDestination> stalled() {
        return stalled;
    }

    boolean isDue(long now) {
        return now - lookedNanos >= EVERY_NANOS;
    }

    /** When the next check is due. */
    long nextNanos() {
        return lookedNanos + EVERY_NANOS;
    }

    /** @param waiting segments, in memory and on disk, by destination */
    void look(Iterable<DestinationRoute> routes, Map<Destination, Long> waiting, long now) {
        lookedNanos = now;
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
            var said = reportedNanos.get(one.destination());
            if (said == null || now - said >= AGAIN_NANOS) {
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
