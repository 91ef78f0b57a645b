package dev.tracegate.aws.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallRateLimiterTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private final ManualTime time = new ManualTime();
    private final CallRateLimiter pace = new CallRateLimiter(Duration.ofMillis(100), 3, time, time, new Random(1));
    private final List<Integer> through = new ArrayList<>();

    @Test
    void some_go_at_once_and_the_others_in_their_order_at_the_pace() {
        ask(100);
        assertThat(through).containsExactly(0, 1, 2);

        for (int second = 1; second < 9; second++) {
            time.advance(SECOND);
            assertThat(through.size()).isBetween(second * 10 + 1, second * 10 + 4);
        }
        time.advance(Duration.ofSeconds(2));
        assertThat(through).isEqualTo(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void a_pause_saves_up_no_more_than_what_may_go_at_once() {
        time.advance(Duration.ofHours(1));

        ask(10);

        assertThat(through).hasSize(3);
    }

    @Test
    void when_the_service_asks_for_less_who_comes_next_waits_longer() {
        pace.pauseFor(SECOND);
        ask(2);

        time.advance(Duration.ofMillis(999));
        assertThat(through).isEmpty();
        time.advance(SECOND);
        assertThat(through).hasSize(2);
    }

    @Test
    void hosts_that_start_together_drift_apart() {
        var other = new CallRateLimiter(Duration.ofMillis(100), 3, time, time, new Random(2));
        var times = new ArrayList<Long>();
        var others = new ArrayList<Long>();
        for (int i = 0; i < 20; i++) {
            pace.acquire().onSuccess(turn -> times.add(time.getAsLong()));
            other.acquire().onSuccess(turn -> others.add(time.getAsLong()));
        }

        time.advance(Duration.ofSeconds(5));

        assertThat(times).hasSameSizeAs(others);
        assertThat(times.subList(3, 20)).doesNotContainAnyElementsOf(others.subList(3, 20));
    }

    private void ask(int times) {
        for (int i = 0; i < times; i++) {
            int number = i;
            pace.acquire().onSuccess(turn -> through.add(number));
        }
    }
}
