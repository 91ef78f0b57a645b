package dev.tracegate.dispatch;

import dev.tracegate.dispatch.SendOutcome.Answered;
import dev.tracegate.dispatch.SendOutcome.Cause;
import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.dispatch.SendOutcome.Unprocessed;
import dev.tracegate.flow.Batch;
import dev.tracegate.flow.Flow;
import dev.tracegate.flow.Refusal;
import dev.tracegate.segment.Segment;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes batches from flow and sees each to its end: so many calls in flight, failed ones again later, refused documents singled out, what
 * memory cannot hold to the overflow and back. Owned by one loop: every method is called there, and sink and overflow answer there.
 */
public final class Dispatcher {
    /** How soon to look again for a retry that the retry budget held back. */
    private static final long BUDGET_WAIT_NANOS = Duration.ofMillis(100).toNanos();
    /** How much of the memory budget may wait for another attempt: the rest waits in the queues, where it can be shed by worth or spooled. */
    private static final int POSTPONED_OF_BUDGET = 8;

    private final Flow flow;
    private final SegmentSink sink;
    private final RetryPolicy policy;
    private final Timers timers;
    private final LongSupplier nanoClock;
    private final DispatchListener listener;
    private final Spilling spilling;
    private final Ending ending;

    private final Postponed postponed = new Postponed();
    private final Set<Attempt> inFlight = new HashSet<>();
    private Timers.@Nullable Timer timer;
    private long timerDue = Long.MAX_VALUE;
    private @Nullable Promise<Void> drained;
    private boolean closed;

    public Dispatcher(Flow flow, SegmentSink sink, Overflow overflow, RetryPolicy policy, Timers timers,
            LongSupplier nanoClock, DispatchListener listener) {
        this.flow = flow;
        this.sink = sink;
        this.policy = policy;
        this.timers = timers;
        this.nanoClock = nanoClock;
        this.listener = listener;
        this.spilling = new Spilling(flow, overflow, this::wake);
        this.ending = new Ending(flow, overflow);
    }

    /** Looks for something to send: after offers, and whenever a call ends or a time comes. */
    public void wake() {
        if (closed) {
            return;
        }
        long now = nanoClock.getAsLong();
        while (policy.pace().allows(inFlight.size(), now)) {
            var next = next(now);
            if (next == null) {
                break;
            }
            send(next, now);
        }
        spilling.relieve(this::notStored);
        if (drained == null) {
            if (policy.pace().reachable()) {
                spilling.refill();
            }
        } else if (idle()) {
            drained.tryComplete();
        }
        armTimer(now);
    }

    /** The overflow did not take the batch after all. */
    private void notStored(Batch batch) {
        if (closed) {
            ending.of(List.of(Attempt.fresh(batch)));
        } else {
            keep(Attempt.fresh(batch), nanoClock.getAsLong());
        }
    }

    /** Whether calls get through, as the last ones showed. */
    public boolean endpointReachable() {
        return policy.gate().endpointReachable();
    }

    /** Segments a second that X-Ray takes, as far as it has been learnt; infinite while no ceiling is known. */
    public double segmentsPerSecond() {
        return policy.pace().segmentsPerSecond();
    }

    /** Whether the credentials were accepted, as the last calls showed. */
    public boolean credentialsAccepted() {
        return policy.gate().credentialsAccepted();
    }

    /** Sends all that is in memory without waiting for full batches; completes when nothing is. What comes in meanwhile is sent as well. */
    public Future<Void> drain() {
        if (drained == null) {
            drained = Promise.promise();
            wake();
        }
        return drained.future();
    }

    /** Ends all work at once: what has not arrived is stored where that is possible, else shed; completes with how many segments each. */
    public Future<Left> close() {
        closed = true;
        var left = new ArrayList<>(inFlight);
        inFlight.clear();
        for (var attempt : postponed.removeAll()) {
            flow.started(attempt.batch());
            left.add(attempt);
        }
        for (var attempt : spilling.close()) {
            flow.started(attempt.batch());
            left.add(attempt);
        }
        for (var batch = flow.pollEarly(); batch != null; batch = flow.pollEarly()) {
            left.add(Attempt.fresh(batch));
        }
        armTimer(nanoClock.getAsLong());
        return ending.of(left);
    }

    private boolean idle() {
        return inFlight.isEmpty() && postponed.isEmpty() && flow.isEmpty() && !spilling.isWriting();
    }

    /** Failed batches whose time has come go before fresh ones, whose segments are younger; stored ones where nothing else is to do. */
    private @Nullable Attempt next(long now) {
        var retry = postponed.due(now);
        if (retry != null && (retry.isFree() || policy.admitsRetry(now))) {
            postponed.remove();
            flow.resumed(retry.batch());
            return retry;
        }
        if (postponed.bytes() > flow.limit() / POSTPONED_OF_BUDGET) {
            return null;
        }
        var fresh = drained == null ? flow.poll(now) : flow.pollEarly();
        return fresh != null ? Attempt.fresh(fresh) : drained == null ? spilling.next() : null;
    }

    private void send(Attempt attempt, long now) {
        policy.pace().enter(attempt.batch(), now);
        attempt.start(now);
        inFlight.add(attempt);
        sink.send(attempt.batch())
                .otherwise(bug -> new Failed(Cause.SERVER, 0, "SinkFailure", bug.toString(), null))
                .onSuccess(outcome -> ended(attempt, outcome));
    }

    private void ended(Attempt attempt, SendOutcome outcome) {
        if (!inFlight.contains(attempt)) {
            return; // closed meanwhile: its segments have been booked
        }
        long now = nanoClock.getAsLong();
        var took = Duration.ofNanos(now - attempt.startedNanos());
        policy.pace().leave(attempt.batch(), outcome, took, inFlight.size(), now);
        inFlight.remove(attempt);
        flow.denied(!credentialsAccepted());
        listener.attempted(attempt.batch(), outcome, took);
        switch (outcome) {
            case Answered answered -> answered(attempt, answered, now);
            case Failed failed when failed.cause() == Cause.CONTENT_REFUSED -> narrow(attempt, failed, now);
            case Failed failed -> postpone(attempt, failed, now);
        }
        wake();
    }

    /** Books each segment of an answered call by what the answer says of it. */
    private void answered(Attempt attempt, Answered answered, long now) {
        policy.budget().success();
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
        flow.delivered(delivered, answered.requestId());
        spilling.ended(attempt, delivered.size());
        if (!again.isEmpty()) {
            var failed = Refusals.failure(refused.get(again.getFirst()));
            postpone(attempt.only(again), failed, now);
        }
    }

    /** A call refused for its content is halved until the document at fault stands alone. */
    private void narrow(Attempt attempt, Failed failed, long now) {
        var segments = attempt.batch().segments();
        if (segments.size() == 1) {
            refuse(attempt, segments.getFirst(), new Unprocessed(null, failed.code(), failed.message()), null);
        } else {
            attempt.halves().forEach(half -> keep(half, now));
        }
    }

    private void refuse(Attempt attempt, Segment segment, Unprocessed refusal, @Nullable String requestId) {
        var code = refusal.errorCode() == null ? "unknown" : refusal.errorCode();
        flow.deadLettered(attempt.batch().tenant(), segment,
                new Refusal(code, refusal.message() == null ? "" : refusal.message(), requestId));
        spilling.ended(attempt, 1);
        listener.refused(attempt.batch(), segment, refusal);
    }

    private void postpone(Attempt attempt, Failed failed, long now) {
        var again = attempt.again(failed.cause() == Cause.THROTTLED);
        var wait = policy.waitBefore(again.retries(), failed);
        keep(again, now + wait.toNanos());
        listener.postponed(attempt.batch(), failed, wait);
    }

    private void keep(Attempt attempt, long dueNanos) {
        flow.postponed(attempt.batch());
        postponed.add(attempt, dueNanos);
    }

    private void armTimer(long now) {
        long due = closed || !policy.pace().hasSlot(inFlight.size()) ? Long.MAX_VALUE : nextDue(now);
        if (due == timerDue) {
            return;
        }
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        timerDue = due;
        if (due != Long.MAX_VALUE) {
            timer = timers.after(Math.max(0, due - now), this::timerFired);
        }
    }

    private void timerFired() {
        timer = null;
        timerDue = Long.MAX_VALUE;
        wake();
    }

    /** When there may next be something to send. A retry that is due and still here was held back by the retry budget. */
    private long nextDue(long now) {
        long retryDue = postponed.nextDueNanos();
        if (retryDue <= now) {
            retryDue = now + BUDGET_WAIT_NANOS;
        }
        boolean freshHeldBack = postponed.bytes() > flow.limit() / POSTPONED_OF_BUDGET;
        long freshDue = freshHeldBack ? Long.MAX_VALUE : spilling.hasNext() ? now : flow.nextDueNanos();
        long work = Math.min(retryDue, freshDue);
        return work == Long.MAX_VALUE ? work : Math.max(work, policy.pace().nextNanos(now));
    }
}
