package dev.tracegate.budget;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SingleWriterCounterTest {
    @Test
    void sums_positive_and_negative_amounts() {
        var counter = new SingleWriterCounter();

        counter.add(7);
        counter.increment();
        counter.add(-3);

        assertThat(counter.get()).isEqualTo(5);
    }
}
