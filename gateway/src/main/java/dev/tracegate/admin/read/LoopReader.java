package dev.tracegate.admin.read;

import dev.tracegate.flow.ledger.StepwiseReading;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/** Reads state on the event loop that owns it. */
public interface LoopReader {
    /** The pause between two steps. It is a timer, because a task that is queued at once may run before the loop polls its sockets. */
    long PAUSE_MILLIS = 1;

    /** Calls {@code query} on the loop, between two of its tasks. The future completes there; it fails if {@code query} throws. */
    <T> Future<T> read(Supplier<T> query);

    /** Runs a long query in steps. The loop does its own work between the steps, and runs one such query at a time. */
    <T> Future<T> readInSteps(Supplier<StepwiseReading<T>> query);

    /** A reader for the loop of a context. All callers of {@link #readInSteps} on that loop must share one instance. */
    static LoopReader on(Context context) {
        return new LoopReader() {
            // the last query in the queue, with the pause after it; confined to the loop
            private Future<Void> last = Future.succeededFuture();

            @Override
            public <T> Future<T> read(Supplier<T> query) {
                var answer = Promise.<T>promise();
                context.runOnContext(turn -> Future.succeededFuture().map(go -> query.get()).onComplete(answer));
                return answer.future();
            }

            @Override
            public <T> Future<T> readInSteps(Supplier<StepwiseReading<T>> query) {
                return this.<Future<T>>read(() -> {
                    var reading = last.compose(before -> step(context, query.get()));
                    last = reading.transform(done -> pause(context));
                    return reading;
                }).compose(reading -> reading);
            }
        };
    }

    private static Future<Void> pause(Context context) {
        var over = Promise.<Void>promise();
        context.owner().setTimer(PAUSE_MILLIS, timer -> over.complete());
        return over.future();
    }

    private static <T> Future<T> step(Context context, StepwiseReading<T> reading) {
        var result = reading.step();
        if (result.isPresent()) {
            return Future.succeededFuture(result.get());
        }
        return pause(context).compose(go -> step(context, reading));
    }
}
