package dev.tracegate.dispatch;

import dev.tracegate.dispatch.SendOutcome.Answered;
import dev.tracegate.dispatch.SendOutcome.Cause;
import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.dispatch.SendOutcome.NotSent;
import dev.tracegate.dispatch.SendOutcome.Unprocessed;
import dev.tracegate.dispatch.SendOutcome.Verdict;
import dev.tracegate.flow.InFlightBatch;
import dev.tracegate.flow.SegmentRefusal;
import dev.tracegate.flow.WaitingBatch;
import dev.tracegate.segment.Segment;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Decides after a call for each segment of its batch: it was delivered, it was refused permanently, or it is sent again. */
record BatchOutcomeHandler(DispatchContext context, RetryPolicy policy, Consumer<DispatchEvent> events) {
    /** The code of a dead letter that something between the gateway and X-Ray refused. */
    static final String REFUSED_ON_THE_WAY = "refused_on_the_way";
    /**
     * Number of refusals on the way, with other calls passing between them, after which the batch counts as the cause. If refusals were random and half
     * of all calls passed, this would be wrong for one batch in 32.
     */
    private static final int MAX_FOREIGN_REFUSALS = 5;
    /** Maximum attempts with an unknown code, which take about 10 s. A temporary fault with a new code has usually ended by then. */
    private static final int MAX_UNKNOWN_CODES = 8;
    private static final int TOO_LARGE = 413; // HTTP status

    void settle(DestinationRoute route, BatchAttempt<InFlightBatch> attempt, SendOutcome outcome, long now) {
        switch (outcome) {
            case Answered answered -> answered(route, attempt, answered, now);
            case NotSent(var retryAfter) ->
                putAway(route, attempt.as(attempt.state().toWaiting()), now + retryAfter.toNanos());
            case Failed failed -> failed(route, attempt, failed, now);
        }
    }

    private void failed(DestinationRoute route, BatchAttempt<InFlightBatch> attempt, Failed failed, long now) {
        switch (failed.cause()) {
            case CONTENT_REFUSED -> narrow(route, attempt, failed, now);
            case ON_THE_WAY -> refusedOnTheWay(route, attempt, failed, now);
            case ACCESS_DENIED, NO_CREDENTIALS -> awaitCredentials(route, attempt, failed, now);
            case THROTTLED, SERVER, TIMEOUT, CONNECTION, EXPIRED_CREDENTIALS, CLOCK_SKEW ->
                again(route, attempt.as(attempt.state().toWaiting()), failed, now);
        }
    }

    private void answered(DestinationRoute route, BatchAttempt<InFlightBatch> attempt, Answered answered, long now) {
        if (answered.unprocessed().isEmpty()) { // the common case, without the collections of a Refusals
            delivered(route, attempt, attempt.batch().segments(), answered, now);
            return;
        }
        var history = attempt.history();
        var refusals = Refusals.of(attempt.batch(), answered.unprocessed(),
                history.unknownCodes() >= MAX_UNKNOWN_CODES - 1);
        refusals.refused()
                .forEach((segment, entry) -> refuse(route, attempt, segment, entry, answered.requestId(), now));
        if (!refusals.delivered().isEmpty()) {
            delivered(route, attempt, refusals.delivered(), answered, now);
        }
        again(route, attempt, history.afterCall(), refusals.passing(), now);
        again(route, attempt, history.afterUnknownCode(), refusals.unknown(), now);
        refusals.doubtful().forEach(part -> sendAlone(route, attempt, part, now));
    }

    private void delivered(DestinationRoute route, BatchAttempt<InFlightBatch> attempt, List<Segment> segments,
            Answered answered, long now) {
        attempt.state().delivered(segments, answered.requestId());
        context.overflow().ended(attempt, segments.size());
        route.progressed(now);
    }

    private void again(DestinationRoute route, BatchAttempt<InFlightBatch> attempt, AttemptHistory history,
            Map<Segment, Unprocessed> refused, long now) {
        if (!refused.isEmpty()) {
            var first = refused.values().iterator().next();
            boolean throttled = refused.values().stream().anyMatch(entry -> entry.verdict() == Verdict.THROTTLED);
            var failed = new Failed(throttled ? Cause.THROTTLED : Cause.SERVER, 200, Refusals.code(first),
                    first.message() == null ? "" : first.message(), null);
            var waiting = attempt.state().toWaiting(List.copyOf(refused.keySet()));
            again(route, attempt.as(waiting, history), failed, now);
        }
    }

    /** Halves a batch that was refused for its content, until the document at fault is alone in its call and becomes a dead letter. */
    private void narrow(DestinationRoute route, BatchAttempt<InFlightBatch> attempt, Failed failed, long now) {
        var segments = attempt.batch().segments();
        if (segments.size() == 1) {
            refuse(route, attempt, segments.getFirst(),
                    new Unprocessed(null, failed.code(), failed.message(), Verdict.FINAL), null, now);
        } else {
            int half = segments.size() / 2;
            sendAlone(route, attempt, segments.subList(0, half), now);
            sendAlone(route, attempt, segments.subList(half, segments.size()), now);
        }
    }

    /** Sends a part of the batch immediately in its own call. */
    private void sendAlone(DestinationRoute route, BatchAttempt<InFlightBatch> attempt, List<Segment> part, long now) {
        route.postpone(attempt.as(attempt.state().toWaiting(part), AttemptHistory.CUT), now);
    }

    /**
     * Handles a refusal that is not X-Ray's. Usually it affects every call and is temporary. If it affects only this batch while other calls pass, one
     * document causes it: the batch is halved until that document is alone. A batch that is too large (413) is halved immediately.
     */
    private void refusedOnTheWay(DestinationRoute route, BatchAttempt<InFlightBatch> attempt, Failed failed,
            long now) {
        boolean many = attempt.batch().size() > 1;
        boolean refusal = failed.status() >= 400 && failed.status() < 500;
        var history = refusal
                ? attempt.history().afterForeignRefusal(route.passes(), many && route.hasNothingElse())
                : attempt.history();
        if (many && failed.status() == TOO_LARGE) {
            narrow(route, attempt, failed, now);
        } else if (history.foreignRefusals() < MAX_FOREIGN_REFUSALS) {
            again(route, attempt.as(attempt.state().toWaiting(), history), failed, now);
        } else {
            narrow(route, attempt, new Failed(failed.cause(), failed.status(), REFUSED_ON_THE_WAY,
                    failed.code() + ": " + failed.message(), null), now);
        }
    }

    private void refuse(DestinationRoute route, BatchAttempt<InFlightBatch> attempt, Segment segment,
            Unprocessed refusal, @Nullable String requestId, long now) {
        attempt.state()
                .deadLettered(segment, new SegmentRefusal(Refusals.code(refusal),
                        refusal.message() == null ? "" : refusal.message(), requestId));
        context.overflow().ended(attempt, 1);
        route.progressed(now);
        events.accept(new DispatchEvent.Refused(attempt.batch(), segment, refusal));
    }

    private void again(DestinationRoute route, BatchAttempt<WaitingBatch> attempt, Failed failed, long now) {
        var history = attempt.history().afterFailure(failed.cause() == Cause.THROTTLED);
        var wait = policy.waitBefore(history.retries(), failed);
        route.postpone(attempt.as(attempt.state(), history), now + wait.toNanos());
        events.accept(new DispatchEvent.Postponed(attempt.batch(), failed, wait));
    }

    private void awaitCredentials(DestinationRoute route, BatchAttempt<InFlightBatch> attempt, Failed failed,
            long now) {
        var history = failed.called() ? attempt.history().afterCall() : attempt.history();
        var waiting = attempt.as(attempt.state().toWaiting(), history);
        var wait = policy.waitBefore(1, failed);
        putAway(route, waiting, now + wait.toNanos());
        events.accept(new DispatchEvent.Postponed(waiting.batch(), failed, wait));
    }

    /**
     * Puts away a batch that cannot be sent before the tenant's credentials work. It waits on disk or in its queue, where less valuable segments can be
     * shed first.
     */
    private void putAway(DestinationRoute route, BatchAttempt<WaitingBatch> waiting, long dueNanos) {
        if (!context.overflow().putAway(waiting)) {
            route.postpone(waiting, dueNanos);
        }
    }
}
