package dev.tracegate.dispatch;

import dev.tracegate.flow.Flow;
import dev.tracegate.flow.InFlightBatch;
import dev.tracegate.flow.LeavingBatch;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Stores segments that have not been delivered after some time, if enabled ({@code spool.keep: second}): segments in a queue are moved to the overflow;
 * of a batch that is in flight or waits for another attempt, a copy is stored there. Owned by the dispatcher's loop.
 */
final class WriteThrough {
    /** The maximum time a segment is in memory only. With a healthy X-Ray, calls end well before. */
    static final Duration SECOND = Duration.ofSeconds(1);
    /** Time for the call of a batch that waited for its full linger, before the batch is stored. */
    static final Duration AFTER_LINGER = Duration.ofMillis(500);
    private static final long EVERY_NANOS = Duration.ofMillis(250).toNanos();

    private final boolean on;
    private final Flow flow;
    private final OverflowController overflow;
    private long checkedNanos;

    WriteThrough(boolean on, Flow flow, OverflowController overflow, long now) {
        this.on = on;
        this.flow = flow;
        this.overflow = overflow;
        this.checkedNanos = now;
    }

    /** @param kept receives batches that the overflow accepted but did not store */
    void check(Set<BatchAttempt<InFlightBatch>> inFlight, Iterable<DestinationRoute> routes,
            Consumer<LeavingBatch> kept,
            long now) {
        if (now < nextNanos()) {
            return;
        }
        checkedNanos = now;
        long before = now - Math.max(SECOND.toNanos(), flow.lingerNanos() + AFTER_LINGER.toNanos());
        inFlight.forEach(attempt -> copyIfOlder(attempt, before));
        routes.forEach(route -> route.forEachPostponed(attempt -> copyIfOlder(attempt, before)));
        overflow.relieveOf(before, kept);
    }

    /** When the next check is due; {@link Long#MAX_VALUE} for never. */
    long nextNanos() {
        return on ? checkedNanos + EVERY_NANOS : Long.MAX_VALUE;
    }

    private void copyIfOlder(BatchAttempt<?> attempt, long before) {
        if (attempt.copy() == null && attempt.batch().segments().getFirst().receivedNanos() - before < 0) {
            overflow.copy(attempt);
        }
    }
}
