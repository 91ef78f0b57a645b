package dev.tracegate.dispatch;

import dev.tracegate.dispatch.SendOutcome.Answered;
import dev.tracegate.dispatch.SendOutcome.Cause;
import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.dispatch.SendOutcome.NotSent;
import dev.tracegate.flow.Batch;
import dev.tracegate.retry.Concurrency;
import dev.tracegate.retry.SendRate;
import java.time.Duration;

/** How fast calls to one destination may follow each other and how many may be under way, measured from how earlier calls ended. */
final class DestinationLimiter {
    private final Concurrency concurrency;
    private final SendRate rate = new SendRate();

    DestinationLimiter(Concurrency concurrency) {
        this.concurrency = concurrency;
    }

    boolean hasSlot(int inFlight) {
        return inFlight < concurrency.limit();
    }

    /** When the send rate next allows a call; {@link Long#MAX_VALUE} while it waits for the outcome of a call under way. */
    long nextNanos(long now) {
        return rate.nextNanos(now);
    }

    /** The most segments that the next call may carry. */
    int mostSegments() {
        return rate.mostSegments();
    }

    /** Segments a second that X-Ray takes, as measured; infinite while no ceiling is known. */
    double segmentsPerSecond() {
        return rate.limit();
    }

    void enter(Batch batch, long now) {
        rate.started(batch.size(), now);
    }

    /**
     * A call ended.
     *
     * @param inFlight calls under way, including this one
     */
    void leave(Batch batch, SendOutcome outcome, Duration took, int inFlight, long now) {
        switch (outcome) {
            case Answered answered -> {
                concurrency.answered(took, inFlight, now);
                answered(batch, answered, now);
            }
            // a throttle is answered at once, so its time says nothing about that of a call
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
