package dev.tracegate.budget;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReservationTest {
    private final ByteBudget budget = new ByteBudget(8 * 1024);
    private final Reservation reservation = new Reservation(budget);

    @Test
    void a_buffer_is_charged_the_size_of_its_doubling_array() {
        assertThat(reservation.growTo(1)).isTrue();
        assertThat(budget.used()).isEqualTo(1024);
        assertThat(reservation.growTo(1025)).isTrue();
        assertThat(budget.used()).isEqualTo(2048);
        assertThat(reservation.growTo(2048)).isTrue();
        assertThat(budget.used()).isEqualTo(2048);
    }

    @Test
    void a_failed_growth_keeps_the_reserved_bytes() {
        reservation.growTo(4096);

        assertThat(reservation.growTo(8193)).isFalse();
        assertThat(budget.used()).isEqualTo(4096);
        reservation.close();
        reservation.close();
        assertThat(budget.used()).isZero();
    }
}
