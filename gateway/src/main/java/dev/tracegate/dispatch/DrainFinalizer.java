package dev.tracegate.dispatch;

import dev.tracegate.flow.Batch;
import dev.tracegate.flow.Flow;
import dev.tracegate.flow.ledger.ShedReason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.List;

/**
 * The end of batches that could not be delivered in time: stored already, stored now, or shed. Each is in flight when it comes here. What the
 * overflow does not take at once it takes when it has answered.
 */
final class DrainFinalizer {
    private final Flow flow;
    private final Overflow overflow;

    DrainFinalizer(Flow flow, Overflow overflow) {
        this.flow = flow;
        this.overflow = overflow;
    }

    Future<DrainResult> of(List<BatchAttempt> attempts) {
        var fresh = new ArrayDeque<Batch>();
        var known = DrainResult.NOTHING;
        for (var attempt : attempts) {
            var batch = attempt.batch();
            var copy = attempt.copy();
            if (copy != null) {
                overflow.release(copy.id());
                flow.spooled(batch);
                known = known.plus(new DrainResult(batch.size(), 0));
            } else if (overflow.accepts(batch.tenant())) {
                fresh.add(batch);
            } else {
                known = known.plus(shed(batch));
            }
        }
        var storing = new Storing(fresh, known);
        storing.goOn();
        return storing.done.future();
    }

    private DrainResult shed(Batch batch) {
        flow.shed(batch, ShedReason.DRAIN_DEADLINE);
        return new DrainResult(0, batch.size());
    }

    /** Batches on their way to the overflow: as many at once as it takes. */
    private final class Storing {
        private final ArrayDeque<Batch> waiting;
        private final Promise<DrainResult> done = Promise.promise();
        private DrainResult left;
        private int asked;
        private boolean going;

        Storing(ArrayDeque<Batch> waiting, DrainResult left) {
            this.waiting = waiting;
            this.left = left;
        }

        void goOn() {
            if (going) {
                return; // an answer that came at once: the loop sees it
            }
            going = true;
            while (!waiting.isEmpty() && (asked == 0 || overflow.accepts(waiting.element().tenant()))) {
                var batch = waiting.remove();
                if (overflow.accepts(batch.tenant())) {
                    put(batch);
                } else {
                    left = left.plus(shed(batch));
                }
            }
            going = false;
            if (waiting.isEmpty() && asked == 0) {
                done.tryComplete(left);
            }
        }

        private void put(Batch batch) {
            asked++;
            overflow.put(batch).onSuccess(stored -> {
                asked--;
                if (stored) {
                    flow.spooled(batch);
                }
                left = left.plus(stored ? new DrainResult(batch.size(), 0) : shed(batch));
                goOn();
            });
        }
    }
}
