package dev.tracegate.dispatch;

import dev.tracegate.dispatch.SendOutcome.Answered;
import dev.tracegate.dispatch.SendOutcome.Cause;
import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.dispatch.SendOutcome.NotSent;
import dev.tracegate.flow.Batch;
import dev.tracegate.retry.Concurrency;
import dev.tracegate.retry.SendRate;
import java.time.Duration;

/** Limits the rate and the concurrency of calls to one destination. Adapts both to the outcomes of earlier calls. */
final class DestinationLimiter {
    private final Concurrency concurrency;
    private final SendRate rate = new SendRate();

    DestinationLimiter(Concurrency concurrency) {
        this.concurrency = concurrency;
    }

    boolean hasSlot(int inFlight) {
        return inFlight < concurrency.limit();
    }

    /** When the send rate next allows a call; {@link Long#MAX_VALUE} while it waits for the outcome of a call in flight. */
    long nextNanos(long now) {
        return rate.nextNanos(now);
    }

    /** Maximum segments of the next call. */
    int maxSegments() {
        return rate.mostSegments();
    }

    /** The measured limit of X-Ray in segments per second; infinite while none is known. */
    double segmentsPerSecond() {
        return rate.limit();
    }

    void enter(Batch batch, long now) {
        rate.started(batch.size(), now);
    }

    /**
     * A call ended.
     *
     * @param inFlight calls in flight, including this one
     */
    void leave(Batch batch, SendOutcome outcome, Duration took, int inFlight, long now) {
        switch (outcome) {
            case Answered answered -> {
                concurrency.answered(took, inFlight, now);
                answered(batch, answered, now);
            }
            // X-Ray answers a throttle immediately, so its duration is no measure of a call
            case Failed failed when failed.cause() == Cause.THROTTLED ->
                rate.throttled(batch.size(), 0, failed.retryAfter(), now);
            case NotSent early -> rate.ended(now);
            case Failed failed -> {
                rate.ended(now);
                failed(failed, took, inFlight, now);
            }
        }
    }

    private void failed(Failed failed, Duration took, int inFlight, long now) {
        if (failed.cause().unanswered()) {
            concurrency.failed(now);
        } else if (failed.cause() != Cause.NO_CREDENTIALS) {
            concurrency.answered(took, inFlight, now);
        }
    }

    private void answered(Batch batch, Answered answered, long now) {
        int throttled = answered.unprocessed().isEmpty()
                ? 0
                : Refusals.of(batch, answered.unprocessed(), false).throttled();
        if (throttled > 0) {
            rate.throttled(batch.size(), batch.size() - throttled, null, now);
        } else {
            rate.accepted(batch.size(), now);
        }
    }
}
