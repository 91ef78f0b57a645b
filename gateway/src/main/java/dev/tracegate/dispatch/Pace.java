package dev.tracegate.dispatch;

import dev.tracegate.flow.Batch;
import java.time.Duration;

/** Whether another call may start, learnt from how the last ones ended. */
final class Pace {
    private final SendGate gate;
    private final int concurrency;

    Pace(SendGate gate, int concurrency) {
        this.gate = gate;
        this.concurrency = concurrency;
    }

    boolean hasSlot(int inFlight) {
        return inFlight < concurrency;
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
    }

    void leave(Batch batch, SendOutcome outcome, Duration took, int inFlight, long now) {
        gate.leave(outcome, now);
    }
}
