package dev.tracegate.admin;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/** Asks the loop that owns what is to be read. */
public interface LoopReader {

    /** Completes there with what {@code question} answered there, between two of the loop's tasks; fails if it threw. */
    <T> Future<T> read(Supplier<T> question);

    /** Of a context's loop. */
    static LoopReader on(Context context) {
        return new LoopReader() {
            @Override
            public <T> Future<T> read(Supplier<T> question) {
                var answer = Promise.<T>promise();
                context.runOnContext(turn -> Future.succeededFuture().map(go -> question.get()).onComplete(answer));
                return answer.future();
            }
        };
    }
}
