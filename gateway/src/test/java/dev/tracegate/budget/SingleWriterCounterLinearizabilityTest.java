package dev.tracegate.budget;

import org.jetbrains.lincheck.datastructures.LongGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/** One loop writes and any thread reads: what is read is a count that there was. */
public class SingleWriterCounterLinearizabilityTest {
    private final SingleWriterCounter count = new SingleWriterCounter();

    @Operation(nonParallelGroup = "the one writer")
    public void add(@Param(gen = LongGen.class, conf = "-2:5") long n) {
        count.add(n);
    }

    @Operation(nonParallelGroup = "the one writer")
    public void increment() {
        count.increment();
    }

    @Operation
    public long get() {
        return count.get();
    }

    @Test
    void readers_see_counts_in_an_order_whatever_the_threads_do() {
        new ModelCheckingOptions().iterations(10)
                .invocationsPerIteration(300)
                .check(SingleWriterCounterLinearizabilityTest.class);
    }

    @Test
    void readers_see_counts_in_an_order_on_this_processor() {
        new StressOptions().iterations(10)
                .invocationsPerIteration(1_000)
                .check(SingleWriterCounterLinearizabilityTest.class);
    }
}
