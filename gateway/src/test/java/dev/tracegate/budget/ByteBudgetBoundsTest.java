package dev.tracegate.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ByteBudgetBoundsTest {
    @Test
    void a_part_may_be_as_large_as_the_whole() {
        var whole = new ByteBudget(100);

        assertThat(whole.part(100).tryReserve(100)).isTrue();
        assertThat(whole.used()).isEqualTo(100);
    }

    @Test
    void a_share_is_at_least_1_byte_and_at_most_the_budget() {
        var budget = new ByteBudget(10);

        assertThatThrownBy(() -> new OwnerShares<String>(budget, 0)).hasMessageContaining("was 0");
        assertThat(new OwnerShares<String>(budget, 1).tryReserve("a", 1)).isTrue();
        assertThat(new OwnerShares<String>(new ByteBudget(10), 10).tryReserve("a", 10)).isTrue();
    }

    @Test
    void a_buffer_that_fits_into_its_array_reserves_no_more_bytes() {
        var budget = new ByteBudget(4096);
        var reservation = new Reservation(budget);
        reservation.growTo(1024);

        assertThat(reservation.growTo(1024)).isTrue();
        assertThat(budget.used()).isEqualTo(1024);
    }
}
