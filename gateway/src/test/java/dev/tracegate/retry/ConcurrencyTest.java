package dev.tracegate.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** A server of so much latency, so many calls a second to make, and time that passes call by call. */
class ConcurrencyTest {
    private final Concurrency concurrency = new Concurrency(8, 64);
    /** When the calls under way end. */
    private final PriorityQueue<Long> ends = new PriorityQueue<>();
    private final Map<Long, Long> lasts = new HashMap<>();
    private long now;
    private long sequence;
    private double owed;
    private long answered;

    @Test
    void eight_calls_at_once_are_enough_for_a_fast_server() {
        run(60, 100, inFlight -> 10);

        assertThat(concurrency.limit()).isEqualTo(8);
    }

    @Test
    void a_slow_server_gets_as_many_as_the_rate_needs() {
        run(30, 100, inFlight -> 200);
        answered = 0;
        run(30, 100, inFlight -> 200);

        assertThat(concurrency.limit()).isGreaterThanOrEqualTo(20);
        assertThat(answered).isGreaterThanOrEqualTo(2_990);
    }

    @Test
    void a_very_slow_server_gets_all_there_are() {
        run(240, 100, inFlight -> 5_000);

        assertThat(concurrency.limit()).isEqualTo(64);
    }

    @Test
    void a_server_that_only_gets_slower_is_not_flooded() {
        // a hundred milliseconds while there are at most ten at once, and in proportion longer beyond
        run(120, 1_000, inFlight -> 10 * Math.max(10, inFlight));

        assertThat(concurrency.limit()).isLessThanOrEqualTo(16);
    }

    @Test
    void when_it_is_fast_again_fewer_are_used() {
        run(60, 100, inFlight -> 500);
        assertThat(concurrency.limit()).isBetween(48, 64);

        run(60, 100, inFlight -> 10);

        assertThat(concurrency.limit()).isEqualTo(8);
    }

    @Test
    void calls_without_an_answer_halve_it_once_in_a_window() {
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
            owed = Math.min(owed + callsPerSecond / 1_000.0, 10_000);
            while (owed >= 1 && ends.size() < concurrency.limit()) {
                owed--;
                long took = Duration.ofMillis(latencyMillis.apply(ends.size() + 1)).toNanos();
                long at = now + took + sequence++ % 900_000; // no two end at the same nanosecond
                lasts.put(at, took);
                ends.add(at);
            }
            while (!ends.isEmpty() && ends.element() <= now) {
                int inFlight = ends.size();
                concurrency.answered(Duration.ofNanos(lasts.remove(ends.remove())), inFlight, now);
                answered++;
            }
        }
    }
}
