package dev.tracegate.dispatch;

import dev.tracegate.flow.LeavingBatch;
import dev.tracegate.flow.ledger.ShedReason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Stores or sheds batches that could not be delivered before the process stops. A batch with a stored copy needs no further work; any other one is
 * stored, or shed if that fails. The overflow accepts a limited number of batches at once; the others wait until it has stored some.
 */
final class DrainFinalizer {
    private final Overflow overflow;

    DrainFinalizer(Overflow overflow) {
        this.overflow = overflow;
    }

    Future<DrainResult> of(List<BatchAttempt<LeavingBatch>> attempts) {
        var fresh = new ArrayDeque<LeavingBatch>();
        var known = DrainResult.NOTHING;
        for (var attempt : attempts) {
            var leaving = attempt.state();
            var copy = attempt.copy();
            if (copy != null) {
                overflow.release(copy.id());
                known = known.plus(stored(leaving));
            } else if (overflow.accepts(leaving.tenant())) {
                fresh.add(leaving);
            } else {
                known = known.plus(shed(leaving));
            }
        }
        var storing = new Storing(fresh, known);
        storing.proceed();
        return storing.done.future();
    }

    private static DrainResult stored(LeavingBatch leaving) {
        leaving.stored();
        return new DrainResult(leaving.size(), 0);
    }

    private static DrainResult shed(LeavingBatch leaving) {
        leaving.shed(ShedReason.DRAIN_DEADLINE);
        return new DrainResult(0, leaving.size());
    }

    /** Stores batches, as many at once as the overflow accepts. */
    private final class Storing {
        private final ArrayDeque<LeavingBatch> waiting;
        private final Promise<DrainResult> done = Promise.promise();
        private DrainResult left;
        private int pending;
        private boolean running;

        Storing(ArrayDeque<LeavingBatch> waiting, DrainResult left) {
            this.waiting = waiting;
            this.left = left;
        }

        void proceed() {
            if (running) {
                return; // called by a put that completed immediately: the loop below continues
            }
            running = true;
            while (!waiting.isEmpty() && (pending == 0 || overflow.accepts(waiting.element().tenant()))) {
                var leaving = waiting.remove();
                if (overflow.accepts(leaving.tenant())) {
                    put(leaving);
                } else {
                    left = left.plus(shed(leaving));
                }
            }
            running = false;
            if (waiting.isEmpty() && pending == 0) {
                done.tryComplete(left);
            }
        }

        private void put(LeavingBatch leaving) {
            pending++;
            overflow.put(leaving.batch()).onSuccess(stored -> {
                pending--;
                left = left.plus(stored ? stored(leaving) : shed(leaving));
                proceed();
            });
        }
    }
}
