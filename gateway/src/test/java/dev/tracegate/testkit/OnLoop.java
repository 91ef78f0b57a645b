package dev.tracegate.testkit;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Calls asynchronous code from a test thread. */
public final class OnLoop {
    private OnLoop() {}

    /** Runs on an event loop and waits for the result, ten seconds at most; rethrows a failure. */
    public static <T> T call(Vertx vertx, Supplier<Future<T>> work) {
        return await(start(vertx, work));
    }

    /** Waits for a result, ten seconds at most; rethrows a failure. */
    public static <T> T await(Future<T> future) {
        try {
            return future.await(10, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("nothing within 10 s", e);
        }
    }

    /** Runs on an event loop. */
    public static <T> Future<T> start(Vertx vertx, Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        vertx.runOnContext(turn -> work.get().onComplete(promise));
        return promise.future();
    }
}
