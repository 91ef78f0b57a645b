package dev.tracegate.aws.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.testkit.ManualTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ExpiringMapTest {
    private final ManualTime time = new ManualTime();
    private final AtomicInteger made = new AtomicInteger();
    private final ExpiringMap<String, Integer> map = new ExpiringMap<>(Duration.ofMinutes(10), time);

    @Test
    void what_is_used_stays_and_what_is_idle_goes() {
        get("a");
        get("b");
        time.advance(Duration.ofMinutes(6));
        get("a");
        time.advance(Duration.ofMinutes(6));
        map.peek("b");
        map.sweep();

        assertThat(map.size()).isEqualTo(1);
        assertThat(get("a")).isEqualTo(1);
        assertThat(get("b")).isEqualTo(3);
    }

    private Integer get(String key) {
        return map.get(key, same -> made.incrementAndGet());
    }
}
