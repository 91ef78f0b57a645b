package dev.tracegate.budget;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SingleWriterCounterTest {
    @Test
    void it_sums_what_is_added_and_what_is_taken_back() {
        var counter = new SingleWriterCounter();

        counter.add(7);
        counter.increment();
        counter.add(-3);

        assertThat(counter.get()).isEqualTo(5);
    }
}
