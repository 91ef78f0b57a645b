package dev.tracegate.dispatch;

import dev.tracegate.flow.Flow;
import dev.tracegate.flow.InFlightBatch;
import dev.tracegate.flow.LeavingBatch;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Where it is switched on, stores what has not been delivered after some time: a batch in a queue leaves for the overflow, one that is under way
 * or waits for another attempt gets a copy there. Owned by the dispatcher's loop.
 */
final class WriteThrough {
    /** How long a segment may be in memory alone. With a healthy X-Ray, calls end long before. */
    static final Duration SECOND = Duration.ofSeconds(1);
    /** A batch that is not full leaves its queue after the linger; it and its call get as much time as this before they are stored. */
    static final Duration AFTER_LINGER = Duration.ofMillis(500);
    private static final long EVERY_NANOS = Duration.ofMillis(250).toNanos();

    private final boolean on;
    private final Flow flow;
    private final OverflowController spilling;
    private long lookedNanos;

    WriteThrough(boolean on, Flow flow, OverflowController spilling, long now) {
        this.on = on;
        this.flow = flow;
        this.spilling = spilling;
        this.lookedNanos = now;
    }

    /** @param kept gets batches that the overflow refused after all; they are in flight */
    void look(Set<BatchAttempt<InFlightBatch>> inFlight, Iterable<DestinationRoute> routes, Consumer<LeavingBatch> kept,
            long now) {
        if (now < nextNanos()) {
            return;
        }
        lookedNanos = now;
        long before = now - Math.max(SECOND.toNanos(), flow.lingerNanos() + AFTER_LINGER.toNanos());
        inFlight.forEach(attempt -> copyIfOlder(attempt, before));
        routes.forEach(route -> route.forEachPostponed(attempt -> copyIfOlder(attempt, before)));
        spilling.relieveOf(before, kept);
    }

    /** When to look again; {@link Long#MAX_VALUE} for never. */
    long nextNanos() {
        return on ? lookedNanos + EVERY_NANOS : Long.MAX_VALUE;
    }

    private void copyIfOlder(BatchAttempt<?> attempt, long before) {
        if (attempt.copy() == null && attempt.batch().segments().getFirst().receivedNanos() - before < 0) {
            spilling.copy(attempt);
        }
    }
}
