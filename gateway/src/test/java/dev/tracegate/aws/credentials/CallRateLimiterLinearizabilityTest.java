package dev.tracegate.aws.credentials;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** Calls that ask for their turn at once get turns one after the other, and no two the same. */
public class CallRateLimiterLinearizabilityTest {
    /** No dice: a wait is the plain interval. */
    private static final java.util.random.RandomGenerator NONE = () -> 0;

    private final AtomicLong granted = new AtomicLong(-1);
    private final CallRateLimiter pace = new CallRateLimiter(Duration.ofNanos(100), 2, (nanos, task) -> {
        granted.set(nanos);
        return () -> {};
    }, () -> 0, NONE);

    /** Whether it was this call's turn at once: the first two. */
    @Operation
    public boolean turn() {
        return pace.acquire().isComplete();
    }

    @Operation
    public void hold() {
        pace.pauseFor(Duration.ofNanos(500));
    }

    @Test
    void turns_taken_at_once_are_as_taken_one_after_the_other() {
        new ModelCheckingOptions().iterations(10)
                .invocationsPerIteration(300)
                .threads(3)
                .actorsPerThread(2)
                .check(CallRateLimiterLinearizabilityTest.class);
    }
}
