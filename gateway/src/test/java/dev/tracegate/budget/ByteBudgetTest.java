package dev.tracegate.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {
    @Test
    void reservations_never_exceed_the_limit() {
        var budget = new ByteBudget(100);

        assertThat(budget.tryReserve(60)).isTrue();
        assertThat(budget.tryReserve(41)).isFalse();
        assertThat(budget.tryReserve(40)).isTrue();

        assertThat(budget.used()).isEqualTo(100);
        assertThat(budget.refused()).isEqualTo(1);
    }

    @Test
    void a_sum_that_overflows_a_long_is_refused() {
        var budget = new ByteBudget(100);
        budget.tryReserve(1);

        assertThat(budget.tryReserve(Long.MAX_VALUE)).isFalse();
        assertThat(budget.used()).isEqualTo(1);
    }

    @Test
    void released_bytes_can_be_reserved_again() {
        var budget = new ByteBudget(100);
        budget.tryReserve(100);

        budget.release(100);

        assertThat(budget.tryReserve(100)).isTrue();
    }

    @Test
    void concurrent_reservations_do_not_exceed_the_limit() {
        var budget = new ByteBudget(1_000);

        long granted = IntStream.range(0, 10_000).parallel().filter(n -> budget.tryReserve(7)).count();

        assertThat(granted).isEqualTo(1_000 / 7);
    }

    @Test
    void a_limit_of_zero_or_a_share_beyond_the_limit_is_refused() {
        assertThatThrownBy(() -> new ByteBudget(0)).hasMessageContaining("was 0");
        assertThatThrownBy(() -> new OwnerShares<String>(new ByteBudget(10), 11)).hasMessageContaining("1 to 10");
    }

    @Test
    void a_part_has_its_own_limit_and_counts_in_the_whole() {
        var whole = new ByteBudget(100);
        var part = whole.part(60);

        assertThat(part.tryReserve(61)).isFalse();
        assertThat(part.tryReserve(50)).isTrue();
        assertThat(whole.used()).isEqualTo(50);
        assertThat(whole.tryReserve(45)).isTrue();

        assertThat(part.tryReserve(6)).as("the whole has 5 left").isFalse();
        assertThat(part.used()).isEqualTo(50);
        part.release(50);
        assertThat(whole.used()).isEqualTo(45);
        assertThatThrownBy(() -> whole.part(101)).hasMessageContaining("cannot have 101");
    }

    @Test
    void one_owner_cannot_exceed_its_share() {
        var shares = new OwnerShares<String>(new ByteBudget(100), 50);

        assertThat(shares.tryReserve("a", 50)).isTrue();
        assertThat(shares.tryReserve("a", 1)).isFalse();
        assertThat(shares.tryReserve("b", 50)).isTrue();
        assertThat(shares.tryReserve("c", 1)).isFalse();

        assertThat(shares.heldBy("c")).isZero();
    }

    @Test
    void shares_and_budget_agree_for_random_reservations() {
        var random = new Random(1);
        var budget = new ByteBudget(1_000);
        var shares = new OwnerShares<Integer>(budget, 400);
        var model = new HashMap<Integer, Long>();
        for (int step = 0; step < 20_000; step++) {
            int owner = random.nextInt(5);
            long held = model.getOrDefault(owner, 0L);
            if (random.nextBoolean()) {
                long bytes = 1L + random.nextInt(300);
                long all = model.values().stream().mapToLong(Long::longValue).sum();
                boolean fits = held + bytes <= 400 && all + bytes <= 1_000;
                assertThat(shares.tryReserve(owner, bytes)).isEqualTo(fits);
                model.put(owner, held + (fits ? bytes : 0));
            } else if (held > 0) {
                long bytes = 1 + random.nextLong(held);
                shares.release(owner, bytes);
                model.put(owner, held - bytes);
            }
            assertThat(shares.heldBy(owner)).isEqualTo(model.get(owner) == null ? 0 : model.get(owner));
        }
        assertThat(budget.used()).isEqualTo(model.values().stream().mapToLong(Long::longValue).sum());
    }
}
