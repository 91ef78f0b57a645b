package dev.tracegate.dispatch;

import dev.tracegate.dispatch.SendOutcome.Answered;
import dev.tracegate.dispatch.SendOutcome.Cause;
import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.dispatch.SendOutcome.NotSent;
import dev.tracegate.dispatch.SendOutcome.Unprocessed;
import dev.tracegate.flow.Batch;
import dev.tracegate.flow.Refusal;
import dev.tracegate.segment.Segment;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** Sees to each segment of a batch whose call has ended: delivered, refused for good, or to be sent again. */
record Settlement(Shared shared, RetryPolicy policy, DispatchListener listener) {

    void settle(Route route, Attempt attempt, SendOutcome outcome, long now) {
        switch (outcome) {
            case Answered answered -> answered(route, attempt, answered, now);
            case NotSent(var lookAgain) -> putAway(route, attempt, now + lookAgain.toNanos());
            case Failed failed when failed.cause() == Cause.CONTENT_REFUSED -> narrow(route, attempt, failed, now);
            case Failed failed when failed.cause() == Cause.ACCESS_DENIED || failed.cause() == Cause.NO_CREDENTIALS ->
                putAway(route, attempt, failed, now);
            case Failed failed -> again(route, attempt, failed, now);
        }
    }

    private void answered(Route route, Attempt attempt, Answered answered, long now) {
        var batch = attempt.batch();
        var refused = Refusals.match(batch, answered.unprocessed());
        var again = new ArrayList<Segment>();
        for (var entry : refused.entrySet()) {
            if (Refusals.passing(entry.getValue())) {
                again.add(entry.getKey());
            } else {
                refuse(attempt, entry.getKey(), entry.getValue(), answered.requestId());
            }
        }
        var delivered = refused.isEmpty()
                ? batch
                : Batch.of(batch.tenant(),
                        batch.segments().stream().filter(segment -> !refused.containsKey(segment)).toList());
        shared.flow().delivered(delivered, answered.requestId());
        shared.spilling().ended(attempt, delivered.size());
        if (!again.isEmpty()) {
            again(route, attempt.only(again), Refusals.failure(refused.get(again.getFirst())), now);
        }
    }

    /** A call refused for its content is halved until the document at fault stands alone. */
    private void narrow(Route route, Attempt attempt, Failed failed, long now) {
        var segments = attempt.batch().segments();
        if (segments.size() == 1) {
            refuse(attempt, segments.getFirst(), new Unprocessed(null, failed.code(), failed.message()), null);
        } else {
            attempt.halves().forEach(half -> keep(route, half, now));
        }
    }

    private void refuse(Attempt attempt, Segment segment, Unprocessed refusal, @Nullable String requestId) {
        var code = refusal.errorCode() == null ? "unknown" : refusal.errorCode();
        shared.flow()
                .deadLettered(attempt.batch().tenant(), segment,
                        new Refusal(code, refusal.message() == null ? "" : refusal.message(), requestId));
        shared.spilling().ended(attempt, 1);
        listener.refused(attempt.batch(), segment, refusal);
    }

    private void again(Route route, Attempt attempt, Failed failed, long now) {
        var again = attempt.again(failed.cause() == Cause.THROTTLED);
        var wait = policy.waitBefore(again.retries(), failed);
        keep(route, again, now + wait.toNanos());
        listener.postponed(attempt.batch(), failed, wait);
    }

    /** The tenant's credentials decide when it is sent again: until then it waits where it can be shed by worth, or on disk. */
    private void putAway(Route route, Attempt attempt, Failed failed, long now) {
        var wait = policy.waitBefore(1, failed);
        putAway(route, failed.called() ? attempt.afterCall() : attempt, now + wait.toNanos());
        listener.postponed(attempt.batch(), failed, wait);
    }

    private void putAway(Route route, Attempt attempt, long dueNanos) {
        shared.flow().postponed(attempt.batch());
        if (!shared.spilling().putAway(attempt)) {
            route.postpone(attempt, dueNanos);
        }
    }

    private void keep(Route route, Attempt attempt, long dueNanos) {
        shared.flow().postponed(attempt.batch());
        route.postpone(attempt, dueNanos);
    }
}
