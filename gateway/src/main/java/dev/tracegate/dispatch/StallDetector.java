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

/** Looks each second for destinations that take nothing while segments wait for them. On the dispatcher's loop; read from any thread. */
final class StallDetector {
    /** Longer than a call of usual time limits; shorter than an operator waits before asking why. */
    static final Duration STANDSTILL = Duration.ofSeconds(10);
    private static final long EVERY_NANOS = Duration.ofSeconds(1).toNanos();
    /** How often a lasting standstill is logged again. */
    private static final long AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

    private final Consumer<DispatchEvent> events;
    private final Map<Destination, Long> saidNanos = new HashMap<>();
    private long lookedNanos = Long.MIN_VALUE / 2;
    private volatile List<StalledDestination> stalled = List.of();

    StallDetector(Consumer<DispatchEvent> events) {
        this.events = events;
    }

    /** From any thread. */
    List<StalledDestination> stalled() {
        return stalled;
    }

    boolean isDue(long now) {
        return now - lookedNanos >= EVERY_NANOS;
    }

    /** When to look again. */
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
        say(found, now);
    }

    private void say(List<StalledDestination> found, long now) {
        Set<Destination> over = new HashSet<>(saidNanos.keySet());
        for (var one : found) {
            over.remove(one.destination());
            var said = saidNanos.get(one.destination());
            if (said == null || now - said >= AGAIN_NANOS) {
                saidNanos.put(one.destination(), now);
                events.accept(new DispatchEvent.Stalled(one));
            }
        }
        over.forEach(destination -> {
            saidNanos.remove(destination);
            events.accept(new DispatchEvent.Moving(destination));
        });
    }
}
