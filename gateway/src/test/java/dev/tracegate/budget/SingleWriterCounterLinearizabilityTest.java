package dev.tracegate.budget;

import org.jetbrains.lincheck.datastructures.LongGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/** One thread writes and any thread reads; each read returns a count that the counter had. */
public class SingleWriterCounterLinearizabilityTest {
    private final SingleWriterCounter count = new SingleWriterCounter();

    @Operation(nonParallelGroup = "the single writer")
    public void add(@Param(gen = LongGen.class, conf = "-2:5") long n) {
        count.add(n);
    }

    @Operation(nonParallelGroup = "the single writer")
    public void increment() {
        count.increment();
    }

    @Operation
    public long get() {
        return count.get();
    }

    @Test
    void reads_are_linearizable_in_all_modelled_interleavings() {
        new ModelCheckingOptions().iterations(10)
                .invocationsPerIteration(300)
                .check(SingleWriterCounterLinearizabilityTest.class);
    }

    @Test
    void reads_are_linearizable_under_stress() {
        new StressOptions().iterations(10)
                .invocationsPerIteration(1_000)
                .check(SingleWriterCounterLinearizabilityTest.class);
    }
}
