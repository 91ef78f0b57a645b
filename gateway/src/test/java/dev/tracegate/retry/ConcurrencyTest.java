package dev.tracegate.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** A simulated server with a latency and a load in calls per second, on simulated time. */
class ConcurrencyTest {
    private final Concurrency concurrency = new Concurrency(8, 64);
    /** The end times of the calls in flight. */
    private final PriorityQueue<Long> ends = new PriorityQueue<>();
    private final Map<Long, Long> durations = new HashMap<>();
    private long now;
    private long sequence;
    private double dueCalls;
    private long answered;

    @Test
    void a_fast_server_keeps_the_minimum_of_eight_calls() {
        run(60, 100, inFlight -> 10);

        assertThat(concurrency.limit()).isEqualTo(8);
    }

    @Test
    void a_slow_server_gets_as_many_calls_as_the_load_needs() {
        run(30, 100, inFlight -> 200);
        answered = 0;
        run(30, 100, inFlight -> 200);

        assertThat(concurrency.limit()).isGreaterThanOrEqualTo(20);
        assertThat(answered).isGreaterThanOrEqualTo(2_990);
    }

    @Test
    void a_very_slow_server_gets_the_maximum_of_calls() {
        run(240, 100, inFlight -> 5_000);

        assertThat(concurrency.limit()).isEqualTo(64);
    }

    @Test
    void a_server_that_becomes_slower_under_load_is_not_overloaded() {
        // 100 ms with up to ten calls in flight, and proportionally longer beyond
        run(120, 1_000, inFlight -> 10 * Math.max(10, inFlight));

        assertThat(concurrency.limit()).isLessThanOrEqualTo(16);
    }

    @Test
    void the_limit_decreases_when_the_server_is_fast_again() {
        run(60, 100, inFlight -> 500);
        assertThat(concurrency.limit()).isBetween(48, 64);

        run(60, 100, inFlight -> 10);

        assertThat(concurrency.limit()).isEqualTo(8);
    }

    @Test
    void unanswered_calls_halve_the_limit_once_per_window() {
        run(60, 100, inFlight -> 500);
        int before = concurrency.limit();

        for (int i = 0; i < 10; i++) {
            concurrency.failed(now);
        }

        assertThat(concurrency.limit()).isEqualTo(before / 2);
    }

    private void run(int seconds, int callsPerSecond, IntFunction<Integer> latencyMillis) {
        long step = Duration.ofMillis(1).toNanos();
        for (long end = now + Duration.ofSeconds(seconds).toNanos(); now < end; now += step) {
            dueCalls = Math.min(dueCalls + callsPerSecond / 1_000.0, 10_000);
            while (dueCalls >= 1 && ends.size() < concurrency.limit()) {
                dueCalls--;
                long took = Duration.ofMillis(latencyMillis.apply(ends.size() + 1)).toNanos();
                long at = now + took + sequence++ % 900_000; // no two calls end in the same nanosecond
                durations.put(at, took);
                ends.add(at);
            }
            while (!ends.isEmpty() && ends.element() <= now) {
                int inFlight = ends.size();
                concurrency.answered(Duration.ofNanos(durations.remove(ends.remove())), inFlight, now);
                answered++;
            }
        }
    }
}
