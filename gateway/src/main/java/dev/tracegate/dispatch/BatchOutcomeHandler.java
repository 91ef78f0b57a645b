package dev.tracegate.dispatch;

import dev.tracegate.dispatch.SendOutcome.Answered;
import dev.tracegate.dispatch.SendOutcome.Cause;
import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.dispatch.SendOutcome.NotSent;
import dev.tracegate.dispatch.SendOutcome.Unprocessed;
import dev.tracegate.dispatch.SendOutcome.Verdict;
import dev.tracegate.flow.Batch;
import dev.tracegate.flow.SegmentRefusal;
import dev.tracegate.segment.Segment;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sees to each segment of a batch whose call has ended: delivered, refused for good, or to be sent again. */
record BatchOutcomeHandler(DispatchContext shared, RetryPolicy policy, DispatchListener listener) {
    /** The code of a dead letter that X-Ray never saw. */
    static final String REFUSED_ON_THE_WAY = "refused_on_the_way";
    /** Refusals on the way, with calls that passed between them, that are the batch's and not the way's: chance makes it one of thirty where half pass. */
    private static final int MOST_FOREIGN_REFUSALS = 5;
    /** Attempts with an unknown code, some ten seconds. A temporary fault with a new name has usually ended by then. */
    private static final int MOST_UNKNOWN_CODES = 8;
    private static final int TOO_LARGE = 413;

    void settle(DestinationRoute route, BatchAttempt attempt, SendOutcome outcome, long now) {
        switch (outcome) {
            case Answered answered -> answered(route, attempt, answered, now);
            case NotSent(var lookAgain) -> putAway(route, attempt, now + lookAgain.toNanos());
            case Failed failed -> failed(route, attempt, failed, now);
        }
    }

    private void failed(DestinationRoute route, BatchAttempt attempt, Failed failed, long now) {
        switch (failed.cause()) {
            case CONTENT_REFUSED -> narrow(route, attempt, failed, now);
            case ON_THE_WAY -> refusedOnTheWay(route, attempt, failed, now);
            case ACCESS_DENIED, NO_CREDENTIALS -> putAway(route, attempt, failed, now);
            case THROTTLED, SERVER, TIMEOUT, CONNECTION, EXPIRED_CREDENTIALS, CLOCK_SKEW ->
                again(route, attempt, failed, now);
        }
    }

    private void answered(DestinationRoute route, BatchAttempt attempt, Answered answered, long now) {
        var tenant = attempt.batch().tenant();
        var said = Refusals.of(attempt.batch(), answered.unprocessed(),
                attempt.unknownCodes() >= MOST_UNKNOWN_CODES - 1);
        said.refused().forEach((segment, entry) -> refuse(route, attempt, segment, entry, answered.requestId(), now));
        if (!said.delivered().isEmpty()) {
            var delivered = said.delivered().size() == attempt.batch().size()
                    ? attempt.batch()
                    : Batch.of(tenant, said.delivered());
            shared.flow().delivered(delivered, answered.requestId());
            shared.spilling().ended(attempt, delivered.size());
            route.progressed(now);
        }
        again(route, attempt, said.passing(), now);
        again(route, attempt.afterUnknownCode(), said.unknown(), now);
        said.doubtful().forEach(part -> keep(route, attempt.part(part), now));
    }

    private void again(DestinationRoute route, BatchAttempt attempt, Map<Segment, Unprocessed> refused, long now) {
        if (!refused.isEmpty()) {
            var first = refused.values().iterator().next();
            boolean throttled = refused.values().stream().anyMatch(entry -> entry.verdict() == Verdict.THROTTLED);
            var failed = new Failed(throttled ? Cause.THROTTLED : Cause.SERVER, 200, Refusals.code(first),
                    first.message() == null ? "" : first.message(), null);
            again(route, attempt.only(List.copyOf(refused.keySet())).afterCall(), failed, now);
        }
    }

    /** A call refused for its content is halved until the document at fault stands alone. */
    private void narrow(DestinationRoute route, BatchAttempt attempt, Failed failed, long now) {
        var segments = attempt.batch().segments();
        if (segments.size() == 1) {
            refuse(route, attempt, segments.getFirst(),
                    new Unprocessed(null, failed.code(), failed.message(), Verdict.FINAL), null, now);
        } else {
            attempt.halves().forEach(half -> keep(route, half, now));
        }
    }

    /**
     * Not X-Ray's refusal. Usually it affects every call, and it is temporary. If it affects only this batch while other calls pass, one
     * document causes it: the batch is halved until that document is alone. A batch that is too large for something on the way is halved at
     * once.
     */
    private void refusedOnTheWay(DestinationRoute route, BatchAttempt attempt, Failed failed, long now) {
        boolean many = attempt.batch().size() > 1;
        boolean refusal = failed.status() >= 400 && failed.status() < 500;
        var drawn = refusal ? attempt.afterForeignRefusal(route.passes(), many && route.hasNothingElse()) : attempt;
        if (many && failed.status() == TOO_LARGE) {
            narrow(route, attempt, failed, now);
        } else if (drawn.foreignRefusals() < MOST_FOREIGN_REFUSALS) {
            again(route, drawn, failed, now);
        } else {
            narrow(route, attempt, new Failed(failed.cause(), failed.status(), REFUSED_ON_THE_WAY,
                    failed.code() + ": " + failed.message(), null), now);
        }
    }

    private void refuse(DestinationRoute route, BatchAttempt attempt, Segment segment, Unprocessed refusal,
            @Nullable String requestId, long now) {
        shared.flow()
                .deadLettered(attempt.batch().tenant(), segment,
                        new SegmentRefusal(Refusals.code(refusal), refusal.message() == null ? "" : refusal.message(),
                                requestId));
        shared.spilling().ended(attempt, 1);
        route.progressed(now);
        listener.refused(attempt.batch(), segment, refusal);
    }

    private void again(DestinationRoute route, BatchAttempt attempt, Failed failed, long now) {
        var again = attempt.again(failed.cause() == Cause.THROTTLED);
        var wait = policy.waitBefore(again.retries(), failed);
        keep(route, again, now + wait.toNanos());
        listener.postponed(attempt.batch(), failed, wait);
    }

    /** The tenant's credentials decide when it is sent again: until then it waits where it can be shed by worth, or on disk. */
    private void putAway(DestinationRoute route, BatchAttempt attempt, Failed failed, long now) {
        var wait = policy.waitBefore(1, failed);
        putAway(route, failed.called() ? attempt.afterCall() : attempt, now + wait.toNanos());
        listener.postponed(attempt.batch(), failed, wait);
    }

    private void putAway(DestinationRoute route, BatchAttempt attempt, long dueNanos) {
        shared.flow().postponed(attempt.batch());
        if (!shared.spilling().putAway(attempt)) {
            route.postpone(attempt, dueNanos);
        }
    }

    private void keep(DestinationRoute route, BatchAttempt attempt, long dueNanos) {
        shared.flow().postponed(attempt.batch());
        route.postpone(attempt, dueNanos);
    }
}
