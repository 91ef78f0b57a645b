package dev.tracegate.dispatch;

import dev.tracegate.flow.Flow;
import dev.tracegate.flow.ShedReason;
import io.vertx.core.Future;
import java.util.List;

/** The end of batches that could not be delivered in time: stored already, stored now, or shed. Each is in flight when it comes here. */
record Ending(Flow flow, Overflow overflow) {

    Future<Left> of(List<Attempt> attempts) {
        var left = Future.succeededFuture(Left.NOTHING);
        for (var attempt : attempts) {
            var one = of(attempt);
            left = left.compose(sum -> one.map(sum::plus));
        }
        return left;
    }

    private Future<Left> of(Attempt attempt) {
        var batch = attempt.batch();
        var row = attempt.row();
        if (row != null) {
            overflow.release(row.id);
            flow.spooled(batch);
            return Future.succeededFuture(new Left(batch.size(), 0));
        }
        if (!overflow.accepts(batch.tenant())) {
            return Future.succeededFuture(shed(attempt));
        }
        return overflow.put(batch).map(stored -> {
            if (!stored) {
                return shed(attempt);
            }
            flow.spooled(batch);
            return new Left(batch.size(), 0);
        });
    }

    private Left shed(Attempt attempt) {
        flow.shed(attempt.batch(), ShedReason.DRAIN_DEADLINE);
        return new Left(0, attempt.batch().size());
    }
}
