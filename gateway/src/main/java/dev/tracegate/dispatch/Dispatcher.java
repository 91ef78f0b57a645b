package dev.tracegate.dispatch;

import dev.tracegate.dispatch.SendOutcome.Answered;
import dev.tracegate.dispatch.SendOutcome.Cause;
import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.dispatch.SendOutcome.Unprocessed;
import dev.tracegate.flow.Batch;
import dev.tracegate.flow.Flow;
import dev.tracegate.flow.ShedReason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Takes batches from flow and sees each to its end: so many calls in flight, failed ones again later, refused documents singled out. Owned by
 * one loop: every method is called there, and the sink answers there.
 */
public final class Dispatcher {
    /** How soon to look again for a retry that the retry budget held back. */
    private static final long BUDGET_WAIT_NANOS = Duration.ofMillis(100).toNanos();

    private final Flow flow;
    private final SegmentSink sink;
    private final int concurrency;
    private final RetryPolicy policy;
    private final Timers timers;
    private final LongSupplier nanoClock;
    private final DispatchListener listener;

    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparingLong(Waiting::dueNanos));
    private final Set<Sending> inFlight = new HashSet<>();
    private Timers.@Nullable Timer timer;
    private long timerDue = Long.MAX_VALUE;
    private @Nullable Promise<Void> drained;
    private boolean closed;

    /** @param retries how often the batch failed before */
    private record Waiting(Batch batch, int retries, long dueNanos) {}

    /** One attempt under way; compared by identity, since two batches may hold equal content. */
    private static final class Sending {
        private final Batch batch;
        private final int retries;
        private final long startedNanos;

        Sending(Batch batch, int retries, long startedNanos) {
            this.batch = batch;
            this.retries = retries;
            this.startedNanos = startedNanos;
        }
    }

    /** @param concurrency calls in flight at once, at least 1 */
    public Dispatcher(Flow flow, SegmentSink sink, int concurrency, RandomGenerator random, Timers timers,
            LongSupplier nanoClock, DispatchListener listener) {
        this.flow = flow;
        this.sink = sink;
        this.concurrency = concurrency;
        this.policy = RetryPolicy.standard(random);
        this.timers = timers;
        this.nanoClock = nanoClock;
        this.listener = listener;
    }

    /** Looks for something to send: after offers, and whenever a call ends or a time comes. */
    public void wake() {
        long now = nanoClock.getAsLong();
        while (!closed && inFlight.size() < concurrency && policy.gate().nextNanos(now) <= now) {
            var next = next(now);
            if (next == null) {
                break;
            }
            send(next, now);
        }
        if (drained != null && idle()) {
            drained.tryComplete();
        }
        armTimer(now);
    }

    /** Whether calls get through, as the last ones showed. */
    public boolean endpointReachable() {
        return policy.gate().endpointReachable();
    }

    /** Whether the credentials were accepted, as the last calls showed. */
    public boolean credentialsAccepted() {
        return policy.gate().credentialsAccepted();
    }

    /** Sends all that is left without waiting for full batches; completes when nothing is. What comes in meanwhile is sent as well. */
    public Future<Void> drain() {
        if (drained == null) {
            drained = Promise.promise();
            wake();
        }
        return drained.future();
    }

    /** Ends all work at once. What has not arrived is shed with {@link ShedReason#DRAIN_DEADLINE}; answers how many segments that is. */
    public long close() {
        closed = true;
        long left = 0;
        for (var sending : inFlight) {
            left += shed(sending.batch);
        }
        inFlight.clear();
        for (var entry : waiting) {
            flow.resumed(entry.batch());
            left += shed(entry.batch());
        }
        waiting.clear();
        for (var batch = flow.pollEarly(); batch != null; batch = flow.pollEarly()) {
            left += shed(batch);
        }
        armTimer(nanoClock.getAsLong());
        return left;
    }

    private long shed(Batch batch) {
        flow.shed(batch, ShedReason.DRAIN_DEADLINE);
        return batch.size();
    }

    private boolean idle() {
        return inFlight.isEmpty() && waiting.isEmpty() && flow.isEmpty();
    }

    /** Failed batches whose time has come go before fresh ones: their segments are older. */
    private @Nullable Sending next(long now) {
        var retry = waiting.peek();
        if (retry != null && retry.dueNanos() - now <= 0 && (retry.retries() == 0 || policy.budget().spend())) {
            waiting.remove();
            flow.resumed(retry.batch());
            return new Sending(retry.batch(), retry.retries(), now);
        }
        var fresh = drained == null ? flow.poll(now) : flow.pollEarly();
        return fresh == null ? null : new Sending(fresh, 0, now);
    }

    private void send(Sending sending, long now) {
        policy.gate().enter(now);
        inFlight.add(sending);
        sink.send(sending.batch)
                .otherwise(bug -> new Failed(Cause.SERVER, 0, "SinkFailure", bug.toString(), null))
                .onSuccess(outcome -> ended(sending, outcome));
    }

    private void ended(Sending sending, SendOutcome outcome) {
        if (!inFlight.remove(sending)) {
            return; // closed meanwhile: its segments have been booked as shed
        }
        long now = nanoClock.getAsLong();
        policy.gate().leave(outcome, now);
        listener.attempted(sending.batch, outcome, Duration.ofNanos(now - sending.startedNanos));
        switch (outcome) {
            case Answered answered -> answered(sending.batch, answered);
            case Failed failed when failed.cause() == Cause.CONTENT_REFUSED -> narrow(sending, failed, now);
            case Failed failed -> postpone(sending, failed, now);
        }
        wake();
    }

    private void answered(Batch batch, Answered answered) {
        policy.budget().success();
        var refused = Refusals.match(batch, answered.unprocessed());
        long refusedBytes = 0;
        for (var entry : refused.entrySet()) {
            var refusal = entry.getValue();
            flow.deadLettered(batch.tenant(), entry.getKey(), code(refusal));
            listener.refused(batch, entry.getKey(), refusal);
            refusedBytes += entry.getKey().bytes();
        }
        flow.delivered(batch.tenant(), batch.size() - refused.size(), batch.bytes() - refusedBytes);
    }

    /** A call refused for its content is halved until the document at fault stands alone. */
    private void narrow(Sending sending, Failed failed, long now) {
        var segments = sending.batch.segments();
        if (segments.size() == 1) {
            flow.deadLettered(sending.batch.tenant(), segments.getFirst(), failed.code());
            listener.refused(sending.batch, segments.getFirst(),
                    new Unprocessed(null, failed.code(), failed.message()));
            return;
        }
        int half = segments.size() / 2;
        keep(new Waiting(Batch.of(sending.batch.tenant(), segments.subList(0, half)), 0, now));
        keep(new Waiting(Batch.of(sending.batch.tenant(), segments.subList(half, segments.size())), 0, now));
    }

    private void postpone(Sending sending, Failed failed, long now) {
        int retry = sending.retries + 1;
        var wait = policy.waitBefore(retry, failed);
        keep(new Waiting(sending.batch, retry, now + wait.toNanos()));
        listener.postponed(sending.batch, failed, wait);
    }

    private void keep(Waiting entry) {
        flow.postponed(entry.batch());
        waiting.add(entry);
    }

    private static String code(Unprocessed refusal) {
        return refusal.errorCode() == null ? "unknown" : refusal.errorCode();
    }

    private void armTimer(long now) {
        long due = closed || inFlight.size() >= concurrency ? Long.MAX_VALUE : nextDue(now);
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
        var retry = waiting.peek();
        long retryDue = retry == null ? Long.MAX_VALUE : Math.max(retry.dueNanos(), now + BUDGET_WAIT_NANOS);
        if (retry != null && retry.dueNanos() > now) {
            retryDue = retry.dueNanos();
        }
        long work = Math.min(retryDue, flow.nextDueNanos());
        return work == Long.MAX_VALUE ? work : Math.max(work, policy.gate().nextNanos(now));
    }
}
