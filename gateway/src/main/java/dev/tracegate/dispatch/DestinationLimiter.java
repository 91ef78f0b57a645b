package dev.tracegate.dispatch;

import dev.tracegate.dispatch.SendOutcome.Answered;
import dev.tracegate.dispatch.SendOutcome.Cause;
import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.dispatch.SendOutcome.NotSent;
import dev.tracegate.flow.Batch;
import dev.tracegate.retry.Concurrency;
import dev.tracegate.retry.SendRate;
import java.time.Duration;

/** How fast calls to one destination may follow each other, and how many may be under way, learnt from how the last ones ended. */
final class DestinationLimiter {
    private final Concurrency concurrency;
    private final SendRate rate = new SendRate();

    DestinationLimiter(Concurrency concurrency) {
        this.concurrency = concurrency;
    }

    boolean hasSlot(int inFlight) {
        return inFlight < concurrency.limit();
    }

    /** When a call may next start, were there a slot for it; {@link Long#MAX_VALUE} while the outcome of a call is awaited. */
    long nextNanos(long now) {
        return rate.nextNanos(now);
    }

    /** Segments that the next call may have. */
    int mostSegments() {
        return rate.mostSegments();
    }

    /** Segments a second that X-Ray takes, as far as it has been learnt; infinite while no ceiling is known. */
    double segmentsPerSecond() {
        return rate.limit();
    }

    void enter(Batch batch, long now) {
        rate.started(batch.size(), now);
    }

    /** @param inFlight calls under way, with this one */
    void leave(Batch batch, SendOutcome outcome, Duration took, int inFlight, long now) {
        switch (outcome) {
            case Answered answered -> {
                concurrency.answered(took, inFlight, now);
                answered(batch, answered, now);
            }
            // a throttle comes at once, and says nothing of what a call takes
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
