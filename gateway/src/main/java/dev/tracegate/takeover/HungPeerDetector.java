package dev.tracegate.takeover;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * How long another gateway may take to answer before it counts as hung. While it hangs, datagrams are lost in its sockets; killing one in order loses
 * what it has in memory. One in order answers within milliseconds, or is busy: on a machine without a free CPU it was seen to need 5 s.
 *
 * @param idle for a process that uses no CPU: longer than a full collection of the largest heap takes, which is less than a second
 * @param busy for one that does
 */
record HungPeerDetector(Duration idle, Duration busy) {
    static final HungPeerDetector USUAL = new HungPeerDetector(Duration.ofSeconds(3), Duration.ofSeconds(10));
    /** Of one CPU: a JVM in which nothing happens uses less, one that shares two CPUs with a dozen others more. */
    private static final double BUSY_SHARE = 0.05;

    /** The other process did not answer in time. */
    static final class Hung extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Duration silent;

        Hung(Duration silent) {
            super("it does not answer");
            this.silent = silent;
        }

        Duration silent() {
            return silent;
        }
    }

    /**
     * Completes as the answer does; fails with {@link Hung} where that takes too long.
     *
     * @param cpuTime that the process has used; empty where it cannot be known
     */
    Future<Void> await(Future<Void> answer, Supplier<Optional<Duration>> cpuTime) {
        var before = cpuTime.get();
        return answer.timeout(idle.toMillis(), MILLISECONDS)
                .recover(late -> late instanceof TimeoutException && isBusy(before, cpuTime.get())
                        ? answer.timeout(busy.minus(idle).toMillis(), MILLISECONDS)
                                .recover(still -> Future.failedFuture(hung(still, busy)))
                        : Future.failedFuture(hung(late, idle)));
    }

    private static Throwable hung(Throwable failure, Duration silent) {
        return failure instanceof TimeoutException ? new Hung(silent) : failure;
    }

    private boolean isBusy(Optional<Duration> before, Optional<Duration> now) {
        return before.isEmpty() || now.isEmpty()
                || now.get().minus(before.get()).toMillis() > idle.toMillis() * BUSY_SHARE;
    }
}
