package dev.tracegate.telemetry.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RateLimitedLogTest {
    private final Logger logger = LogContext.fresh().getLogger("test");
    private final ListAppender<ILoggingEvent> printed = new ListAppender<>();
    // nanoTime can start at any value and overflow
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final RateLimitedLog log = new RateLimitedLog(logger, 2, Duration.ofSeconds(60), nanos::get);

    @BeforeEach
    void collect() {
        printed.start();
        logger.addAppender(printed);
    }

    @Test
    void prints_the_first_lines_of_an_interval_and_hides_the_others() {
        warn("missing_header", 5);

        assertThat(lines()).containsExactly("line 0", "line 1");
    }

    @Test
    void each_reason_has_its_own_limit() {
        warn("missing_header", 3);
        warn("empty_datagram", 3);

        assertThat(lines()).hasSize(4);
        assertThat(printed.list).extracting(event -> event.getKeyValuePairs().getFirst().value)
                .containsExactly("missing_header", "missing_header", "empty_datagram", "empty_datagram");
    }

    @Test
    void reports_the_hidden_lines_before_the_first_line_of_the_next_interval() {
        warn("missing_header", 2 + 1_234);
        advance(Duration.ofSeconds(60));

        warn("missing_header", 1);

        assertThat(lines()).containsExactly("line 0", "line 1", "… and 1,234 more in the last 60 s", "line 0");
        assertThat(printed.list.get(2).getKeyValuePairs().getFirst().value).isEqualTo("missing_header");
    }

    @Test
    void hides_until_the_interval_has_ended() {
        warn("missing_header", 3);
        advance(Duration.ofSeconds(60).minusNanos(1));

        warn("missing_header", 1);
        log.flush();

        assertThat(lines()).hasSize(2);
    }

    @Test
    void a_flush_reports_hidden_lines_once() {
        warn("missing_header", 5);
        warn("empty_datagram", 2);
        advance(Duration.ofSeconds(75));

        log.flush();
        log.flush();

        assertThat(lines()).containsExactly("line 0", "line 1", "line 0", "line 1",
                "… and 3 more in the last 75 s");
    }

    @Test
    void reasons_beyond_the_bound_share_one_limit() {
        for (int i = 0; i < 1_000; i++) {
            warn("invented " + i, 1);
        }

        assertThat(lines()).hasSize(64 + 2);
    }

    @Test
    void refuses_to_hide_everything() {
        assertThatThrownBy(() -> new RateLimitedLog(logger, 0, Duration.ofSeconds(60), nanos::get))
                .hasMessage("lines must be at least 1, was 0");
    }

    private void warn(String reason, int times) {
        for (int i = 0; i < times; i++) {
            int number = i;
            log.warn(reason, line -> line.log("line " + number));
        }
    }

    private void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private List<String> lines() {
        return printed.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
