package dev.tracegate.embedded;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One daemon thread with a bounded queue of tasks, for work that must not block an event loop. Tasks run in the order of their submission. All
 * methods may be called from any thread.
 */
final class BoundedWorker {
    /**
     * 16 MiB. Documents are visited by recursion, and subsegments that were sent as separate documents can nest as deep as the size of a trace
     * allows.
     */
    private static final long STACK_BYTES = 16 << 20;

    private final ThreadPoolExecutor executor;

    /** @param queueCapacity tasks that may wait; {@link #run} refuses further ones */
    BoundedWorker(String name, int queueCapacity) {
        executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queueCapacity), work -> {
            var thread = new Thread(null, work, name, STACK_BYTES);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Queues a task.
     *
     * @return completes on the given context with what the task returned or threw; fails with {@link RejectedExecutionException} if the queue is full
     *     or the worker is closed
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
        } catch (Throwable e) { // errors too, such as a StackOverflowError: the caller must get a reply
            context.runOnContext(now -> promise.fail(e));
        }
    }

    /** Refuses further tasks. Those already queued still run. */
    void close() {
        executor.shutdown();
    }

    /** Waits until the last task has ended, but at most the given seconds. Blocks. Returns false on timeout. */
    boolean awaitEnd(long seconds) throws InterruptedException {
        return executor.awaitTermination(seconds, TimeUnit.SECONDS);
    }
}
