package dev.tracegate.budget;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReservationTest {
    private final ByteBudget budget = new ByteBudget(8 * 1024);
    private final Reservation reservation = new Reservation(budget);

    @Test
    void a_buffer_is_charged_its_array_which_doubles() {
        assertThat(reservation.growTo(1)).isTrue();
        assertThat(budget.used()).isEqualTo(1024);
        assertThat(reservation.growTo(1025)).isTrue();
        assertThat(budget.used()).isEqualTo(2048);
        assertThat(reservation.growTo(2048)).isTrue();
        assertThat(budget.used()).isEqualTo(2048);
    }

    @Test
    void what_does_not_fit_leaves_what_was_reserved() {
        reservation.growTo(4096);

        assertThat(reservation.growTo(8193)).isFalse();
        assertThat(budget.used()).isEqualTo(4096);
        reservation.close();
        reservation.close();
        assertThat(budget.used()).isZero();
    }
}
