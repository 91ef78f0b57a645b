package dev.tracegate.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SegmentBudgetTest {
    @Test
    void a_segment_is_charged_its_document_plus_384_bytes() {
        var budget = new SegmentBudget(1_000_000);

        assertThat(budget.charge(3, 1_000)).isEqualTo(1_000 + 3 * 384);
        assertThat(new SegmentBudget(1_000, 10).charge(2, 50)).isEqualTo(70);
        assertThat(budget.limit()).isEqualTo(1_000_000);
    }

    @Test
    void it_can_be_filled_to_the_last_byte() {
        var budget = new SegmentBudget(100);
        budget.take(60);

        assertThat(budget.fits(40)).isTrue();
        assertThat(budget.fits(41)).isFalse();
    }

    @Test
    void released_bytes_can_be_taken_again() {
        var budget = new SegmentBudget(100);
        budget.take(100);
        budget.release(30);

        assertThat(budget.used()).isEqualTo(70);
        assertThat(budget.fits(30)).isTrue();
        assertThat(budget.fits(31)).isFalse();
    }

    @Test
    void a_limit_of_0_bytes_is_refused_and_1_byte_is_not() {
        assertThatThrownBy(() -> new SegmentBudget(0)).hasMessageContaining("memory.buffer").hasMessageContaining("0");
        assertThat(new SegmentBudget(1).fits(1)).isTrue();
    }
}
