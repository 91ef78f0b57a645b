package dev.tracegate.dispatch;

import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.flow.Batch;
import dev.tracegate.retry.Concurrency;
import java.time.Duration;

/** Whether another call may start, learnt from how the last ones ended. */
final class Pace {
    private final SendGate gate;
    private final Concurrency concurrency;
    private final long mostBytes;
    private long bytes;

    /** @param mostBytes of documents in calls under way at once: each is there a second time, as a request's body */
    Pace(SendGate gate, Concurrency concurrency, long mostBytes) {
        this.gate = gate;
        this.concurrency = concurrency;
        this.mostBytes = mostBytes;
    }

    boolean hasSlot(int inFlight) {
        return inFlight == 0 || (inFlight < concurrency.limit() && bytes < mostBytes);
    }

    boolean allows(int inFlight, long now) {
        return hasSlot(inFlight) && nextNanos(now) <= now;
    }

    /** When a call may next start, were there a slot for it. */
    long nextNanos(long now) {
        return gate.nextNanos(now);
    }

    boolean reachable() {
        return gate.endpointReachable() && gate.credentialsAccepted();
    }

    void enter(Batch batch, long now) {
        gate.enter(now);
        bytes += batch.bytes();
    }

    /** @param inFlight calls under way, with this one */
    void leave(Batch batch, SendOutcome outcome, Duration took, int inFlight, long now) {
        gate.leave(outcome, now);
        bytes -= batch.bytes();
        if (outcome instanceof Failed(var cause, _, _, _, _) && cause.unanswered()) {
            concurrency.failed(now);
        } else {
            concurrency.answered(took, inFlight, now);
        }
    }
}
