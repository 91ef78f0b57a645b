package dev.tracegate.embedded;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One thread with a bounded queue of work, so that what blocks does not block an event loop. */
final class Lane {
    /** Bytes: documents are walked by recursion, and a chain of subsegments sent one by one can be as long as a trace allows. */
    private static final long STACK = 16 << 20;

    private final ThreadPoolExecutor executor;

    /** @param waiting calls that may wait; further ones are refused */
    Lane(String name, int waiting) {
        executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waiting), work -> {
            var thread = new Thread(null, work, name, STACK);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Runs work when its turn has come.
     *
     * @return completes on the given context; fails with {@link RejectedExecutionException} when too much is waiting or the lane is closed
     */
    <T> Future<T> run(Context context, Callable<T> work) {
        var promise = Promise.<T>promise();
        try {
            executor.execute(() -> complete(promise, context, work));
        } catch (RejectedExecutionException e) {
            return Future.failedFuture(e);
        }
        return promise.future();
    }

    private static <T> void complete(Promise<T> promise, Context context, Callable<T> work) {
        try {
            var result = work.call();
            context.runOnContext(now -> promise.complete(result));
        } catch (Throwable e) { // whatever it is, someone waits for an answer
            context.runOnContext(now -> promise.fail(e));
        }
    }

    /** Takes no more work, and runs what waits. */
    void close() {
        executor.shutdown();
    }

    /** Waits for the last work to end, at most the given seconds. Blocks. */
    boolean awaitEnd(long seconds) throws InterruptedException {
        return executor.awaitTermination(seconds, TimeUnit.SECONDS);
    }
}
