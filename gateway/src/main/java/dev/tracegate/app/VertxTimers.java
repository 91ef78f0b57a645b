package dev.tracegate.app;

import dev.tracegate.dispatch.Timers;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/** Timers on the loop that sets them, in whole milliseconds. */
record VertxTimers(Vertx vertx) implements Timers {
    private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    @Override
    public Timer after(long nanos, Runnable task) {
        long millis = Math.max(1, (nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
        long id = vertx.setTimer(millis, fired -> task.run());
        return () -> vertx.cancelTimer(id);
    }
}
