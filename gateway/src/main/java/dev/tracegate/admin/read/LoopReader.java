package dev.tracegate.admin.read;

import dev.tracegate.flow.ledger.StepwiseReading;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/** Asks the loop that owns what is to be read. */
public interface LoopReader {
    /** Between two steps of a reading. A task that is queued at once may run before the loop looks at its sockets; a timer does not. */
    long PAUSE_MILLIS = 1;

    /** Completes there with what {@code question} answered there, between two of the loop's tasks; fails if it threw. */
    <T> Future<T> read(Supplier<T> question);

    /** The same for what takes long: the loop does its own work between the steps, and has one such reading at a time. */
    <T> Future<T> readInSteps(Supplier<StepwiseReading<T>> question);

    /** Of a context's loop. All who ask for readings in steps there must share it. */
    static LoopReader on(Context context) {
        return new LoopReader() {
            // the last reading that was asked for, and the pause behind it; on the loop
            private Future<Void> last = Future.succeededFuture();

            @Override
            public <T> Future<T> read(Supplier<T> question) {
                var answer = Promise.<T>promise();
                context.runOnContext(turn -> Future.succeededFuture().map(go -> question.get()).onComplete(answer));
                return answer.future();
            }

            @Override
            public <T> Future<T> readInSteps(Supplier<StepwiseReading<T>> question) {
                return this.<Future<T>>read(() -> {
                    var reading = last.compose(before -> step(context, question.get()));
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
