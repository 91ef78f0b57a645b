package dev.tracegate.aws.credentials;

import dev.tracegate.dispatch.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Limits calls to a service to a steady rate, in the order of the requests, with a burst after a pause. It protects a quota that everyone
 * in the account and Region shares. Any thread.
 *
 * <p>Not a {@code tenant.TokenBucket}, which refuses what it has no tokens for: this one reserves a time for each caller, and a throttle
 * moves all times not given out yet.
 */
public final class CallRateLimiter {
    private final long interval;
    private final long burstNanos;
    private final Timers timers;
    private final LongSupplier nanoClock;
    private final RandomGenerator random;
    // guarded by this: nanoseconds at which the next call would be due without a burst
    private long due;

    /**
     * Starts with a full burst.
     *
     * @param interval between two calls
     * @param burst calls that may start at once after a pause, at least 1
     * @param random for the jitter of waits; any thread
     */
    public CallRateLimiter(Duration interval, int burst, Timers timers, LongSupplier nanoClock,
            RandomGenerator random) {
        this.interval = interval.toNanos();
        this.burstNanos = this.interval * (burst - 1);
        this.timers = timers;
        this.nanoClock = nanoClock;
        this.random = random;
        this.due = nanoClock.getAsLong();
    }

    /** Completes when the caller may make one call; already complete if no wait is needed. Never fails. */
    public Future<Void> acquire() {
        long wait = reserve();
        if (wait <= 0) {
            return Future.succeededFuture();
        }
        Promise<Void> permit = Promise.promise();
        timers.after(wait, permit::complete);
        return permit.future();
    }

    /** Delays calls after a throttle: callers without a reserved time wait at least this pause, and up to half as long again by chance. */
    public synchronized void pauseFor(Duration pause) {
        long until = nanoClock.getAsLong() + burstNanos + pause.toNanos() + random.nextLong(pause.toNanos() / 2 + 1);
        due = until - due > 0 ? until : due;
    }

    /**
     * Reserves the next time and returns the wait in nanoseconds. A wait is lengthened by up to half an interval by chance, so that hosts
     * that start together do not call together.
     */
    private synchronized long reserve() {
        long now = nanoClock.getAsLong();
        due = now - due > 0 ? now : due;
        long wait = due - burstNanos - now;
        due += interval;
        return wait <= 0 ? 0 : wait + random.nextLong(interval / 2 + 1);
    }
}
