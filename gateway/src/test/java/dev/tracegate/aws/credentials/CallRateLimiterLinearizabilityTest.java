package dev.tracegate.aws.credentials;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** {@link CallRateLimiter#acquire} is linearizable: concurrent calls get distinct permits in some sequential order. */
public class CallRateLimiterLinearizabilityTest {
    /** Always 0, so that each wait is the interval without jitter. */
    private static final java.util.random.RandomGenerator NO_JITTER = () -> 0;

    private final AtomicLong granted = new AtomicLong(-1);
    private final CallRateLimiter limiter = new CallRateLimiter(Duration.ofNanos(100), 2, (nanos, task) -> {
        granted.set(nanos);
        return () -> {};
    }, () -> 0, NO_JITTER);

    /** Returns whether the permit was granted immediately, which is the case for the first two. */
    @Operation
    public boolean permit() {
        return limiter.acquire().isComplete();
    }

    @Operation
    public void pause() {
        limiter.pauseFor(Duration.ofNanos(500));
    }

    @Test
    void concurrent_calls_get_the_permits_of_some_sequential_order() {
        new ModelCheckingOptions().iterations(10)
                .invocationsPerIteration(300)
                .threads(3)
                .actorsPerThread(2)
                .check(CallRateLimiterLinearizabilityTest.class);
    }
}
