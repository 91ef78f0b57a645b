package dev.tracegate.aws.credentials;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** Loops ask for a role's credentials while the broom goes round: none gets one that has been dropped, and none makes a second. */
public class ExpiringMapLinearizabilityTest {
    private static final Duration IDLE = Duration.ofNanos(2);

    private final AtomicLong now = new AtomicLong();
    private int made;
    private final ExpiringMap<String, Integer> map = new ExpiringMap<>(IDLE, now::get);

    @Operation
    public int get() {
        return map.get("role", key -> ++made);
    }

    @Operation
    public int peek() {
        return map.peek("role").orElse(0);
    }

    @Operation
    public void sweep() {
        map.sweep();
    }

    @Operation(nonParallelGroup = "the clock")
    public void pass() {
        now.addAndGet(3);
    }

    @Test
    void asking_and_sweeping_at_once_is_as_one_after_the_other() {
        new ModelCheckingOptions().iterations(10)
                .invocationsPerIteration(300)
                .threads(3)
                .actorsPerThread(3)
                .check(ExpiringMapLinearizabilityTest.class);
    }
}
