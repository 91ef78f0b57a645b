package dev.tracegate.aws.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallRateLimiterTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private final ManualClock time = new ManualClock();
    private final CallRateLimiter limiter = new CallRateLimiter(Duration.ofMillis(100), 3, time, time, new Random(1));
    private final List<Integer> passed = new ArrayList<>();

    @Test
    void a_burst_passes_at_once_and_later_calls_pass_in_order_at_the_rate() {
        ask(100);
        assertThat(passed).containsExactly(0, 1, 2);

        for (int second = 1; second < 9; second++) {
            time.advance(SECOND);
            assertThat(passed.size()).isBetween(second * 10 + 1, second * 10 + 4);
        }
        time.advance(Duration.ofSeconds(2));
        assertThat(passed).isEqualTo(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void an_idle_time_accumulates_at_most_one_burst() {
        time.advance(Duration.ofHours(1));

        ask(10);

        assertThat(passed).hasSize(3);
    }

    @Test
    void after_a_throttle_the_next_call_waits_longer() {
        limiter.pauseFor(SECOND);
        ask(2);

        time.advance(Duration.ofMillis(999));
        assertThat(passed).isEmpty();
        time.advance(SECOND);
        assertThat(passed).hasSize(2);
    }

    @Test
    void hosts_that_start_together_spread_their_calls() {
        var other = new CallRateLimiter(Duration.ofMillis(100), 3, time, time, new Random(2));
        var times = new ArrayList<Long>();
        var others = new ArrayList<Long>();
        for (int i = 0; i < 20; i++) {
            limiter.acquire().onSuccess(permit -> times.add(time.getAsLong()));
            other.acquire().onSuccess(permit -> others.add(time.getAsLong()));
        }

        time.advance(Duration.ofSeconds(5));

        assertThat(times).hasSameSizeAs(others);
        assertThat(times.subList(3, 20)).doesNotContainAnyElementsOf(others.subList(3, 20));
    }

    private void ask(int times) {
        for (int i = 0; i < times; i++) {
            int number = i;
            limiter.acquire().onSuccess(permit -> passed.add(number));
        }
    }
}
