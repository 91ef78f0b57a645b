package dev.tracegate.retry;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RetryTest {
    /** Returns the largest value, so that each delay has its maximum. */
    private static final RandomGenerator LONGEST = new RandomGenerator() {
        @Override
        public long nextLong() {
            return 0;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    };

    @Nested
    class BackoffWaits {
        @Test
        void the_maximum_delay_doubles_up_to_its_cap() {
            var backoff = new Backoff(ofMillis(100), ofSeconds(10), LONGEST);

            var bounds = IntStream.of(1, 2, 3, 7, 8, 9, 1_000_000).mapToObj(backoff::before).toList();

            assertThat(bounds).containsExactly(ofMillis(100), ofMillis(200), ofMillis(400), ofMillis(6_400),
                    ofSeconds(10),
                    ofSeconds(10), ofSeconds(10));
        }

        @Test
        void delays_are_distributed_over_the_whole_range() {
            var backoff = new Backoff(ofSeconds(1), ofSeconds(1), new Random(1));

            var delays = IntStream.range(0, 1_000).mapToObj(i -> backoff.before(1)).toList();

            assertThat(delays).allMatch(delay -> !delay.isNegative() && delay.compareTo(ofSeconds(1)) <= 0);
            assertThat(delays.stream().filter(delay -> delay.compareTo(ofMillis(500)) < 0).count()).isBetween(400L,
                    600L);
        }
    }

    @Nested
    class Budget {
        @Test
        void successes_refill_an_empty_budget() {
            var budget = new RetryBudget(2, 0.5, 0);
            assertThat(IntStream.range(0, 3).mapToObj(i -> budget.spend(0))).containsExactly(true, true, false);

            budget.success();
            assertThat(budget.spend(0)).isFalse();
            budget.success();
            assertThat(budget.spend(0)).isTrue();
        }

        @Test
        void time_refills_the_budget_slowly() {
            var budget = new RetryBudget(1, 1, 10);
            assertThat(budget.spend(0)).isTrue();

            assertThat(budget.spend(ofMillis(99).toNanos())).isFalse();
            assertThat(budget.spend(ofMillis(101).toNanos())).isTrue();
        }

        @Test
        void successes_do_not_fill_the_budget_beyond_its_capacity() {
            var budget = new RetryBudget(1, 1, 0);

            IntStream.range(0, 10).forEach(i -> budget.success());

            assertThat(IntStream.range(0, 2).mapToObj(i -> budget.spend(0))).containsExactly(true, false);
        }
    }

    @Nested
    class Breaker {
        private final CircuitBreaker breaker = new CircuitBreaker(3, new Backoff(ofMillis(100), ofSeconds(1), LONGEST));

        @Test
        void opens_after_consecutive_failures_and_admits_one_probe() {
            fail(3, 0);

            assertThat(breaker.closed()).isFalse();
            assertThat(breaker.admit(nanos(ofMillis(99)))).isFalse();
            assertThat(breaker.admit(nanos(ofMillis(100)))).isTrue();
            assertThat(breaker.admit(nanos(ofMillis(100)))).isFalse();
            assertThat(breaker.nextAttemptNanos(nanos(ofMillis(100)))).isEqualTo(Long.MAX_VALUE);
        }

        @Test
        void a_success_between_failures_keeps_the_breaker_closed() {
            fail(2, 0);
            breaker.succeeded();
            fail(2, 0);

            assertThat(breaker.admit(0)).isTrue();
        }

        @Test
        void a_failed_probe_keeps_the_breaker_open_for_longer() {
            fail(3, 0);
            breaker.admit(nanos(ofMillis(100)));

            breaker.failed(nanos(ofMillis(100)));

            assertThat(breaker.nextAttemptNanos(0)).isEqualTo(nanos(ofMillis(300)));
        }

        @Test
        void a_successful_probe_closes_the_breaker() {
            fail(3, 0);
            breaker.admit(nanos(ofMillis(100)));

            breaker.succeeded();

            assertThat(breaker.closed()).isTrue();
            assertThat(breaker.nextAttemptNanos(5)).isEqualTo(5);
        }

        @Test
        void an_inconclusive_probe_admits_another_one() {
            fail(3, 0);
            breaker.admit(nanos(ofMillis(100)));

            breaker.unproven(nanos(ofMillis(150)));

            assertThat(breaker.closed()).isFalse();
            assertThat(breaker.admit(nanos(ofMillis(150)))).isTrue();
        }

        @Test
        void failures_of_calls_started_before_the_opening_do_not_extend_the_delay() {
            fail(8, 0);

            assertThat(breaker.nextAttemptNanos(0)).isEqualTo(nanos(ofMillis(100)));
        }

        private void fail(int times, long now) {
            IntStream.range(0, times).forEach(i -> breaker.failed(now));
        }

        private static long nanos(Duration duration) {
            return duration.toNanos();
        }
    }
}
