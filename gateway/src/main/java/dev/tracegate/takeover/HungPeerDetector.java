package dev.tracegate.takeover;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Decides when another gateway that does not answer counts as hung. While a hung gateway runs, datagrams are lost in its sockets; killing a healthy one
 * loses the segments in its memory. A healthy gateway answers within milliseconds, or, measured on a machine without a free CPU, within 5 s.
 *
 * @param idle timeout for a process that uses no CPU: longer than a full garbage collection of the largest heap, which takes less than 1 s
 * @param busy timeout for a process that uses CPU
 */
record HungPeerDetector(Duration idle, Duration busy) {
    static final HungPeerDetector USUAL = new HungPeerDetector(Duration.ofSeconds(3), Duration.ofSeconds(10));
    /** Share of one CPU from which a process counts as busy. Measured: an idle JVM uses less; one that shares two CPUs with a dozen others uses more. */
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
     * Completes like {@code answer}; fails with {@link Hung} at the timeout.
     *
     * @param cpuTime reads the CPU time that the process has used; empty if the system does not report it
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
