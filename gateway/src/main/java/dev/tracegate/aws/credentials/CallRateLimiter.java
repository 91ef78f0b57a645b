package dev.tracegate.aws.credentials;

import dev.tracegate.dispatch.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Lets calls to a service through at a steady rate, some at once after a pause, in the order they asked. What the service can take is shared
 * by everyone in the account and Region. Safe from any thread.
 */
public final class CallRateLimiter {
    private final long interval;
    private final long burst;
    private final Timers timers;
    private final LongSupplier nanoClock;
    private final RandomGenerator random;
    // guarded by this: when the next call would be due were there no burst
    private long due;

    /**
     * @param interval between two calls
     * @param atOnce calls after a pause, at least 1
     */
    public CallRateLimiter(Duration interval, int atOnce, Timers timers, LongSupplier nanoClock,
            RandomGenerator random) {
        this.interval = interval.toNanos();
        this.burst = this.interval * (atOnce - 1);
        this.timers = timers;
        this.nanoClock = nanoClock;
        this.random = random;
        this.due = nanoClock.getAsLong();
    }

    /** Completes when it is the caller's turn; at once where nobody waits. */
    public Future<Void> turn() {
        long wait = reserve();
        if (wait <= 0) {
            return Future.succeededFuture();
        }
        Promise<Void> turn = Promise.promise();
        timers.after(wait, turn::complete);
        return turn.future();
    }

    /** The service asks for less: who has no turn yet waits at least so long, and half as long again by chance. */
    public synchronized void hold(Duration pause) {
        long until = nanoClock.getAsLong() + burst + pause.toNanos() + random.nextLong(pause.toNanos() / 2 + 1);
        due = until - due > 0 ? until : due;
    }

    /** Hosts that start together drift apart: a wait is up to half an interval longer. */
    private synchronized long reserve() {
        long now = nanoClock.getAsLong();
        due = now - due > 0 ? now : due;
        long wait = due - burst - now;
        due += interval;
        return wait <= 0 ? 0 : wait + random.nextLong(interval / 2 + 1);
    }
}
