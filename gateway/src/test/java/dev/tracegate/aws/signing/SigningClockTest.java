package dev.tracegate.aws.signing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SigningClockTest {
    private final ListAppender<ILoggingEvent> warnings = new ListAppender<>();
    private final SigningClock clock = new SigningClock(() -> Instant.parse("2026-11-25T12:00:00Z"));

    @BeforeEach
    void listen() {
        warnings.start();
        logger().addAppender(warnings);
    }

    @AfterEach
    void stop() {
        logger().detachAppender(warnings);
    }

    @Test
    void a_clock_skew_is_logged_once_before_signatures_are_refused() {
        clock.compareWith(null);
        clock.compareWith("no date");
        clock.compareWith("Wed, 25 Nov 2026 12:02:00 GMT");
        clock.compareWith("Wed, 25 Nov 2026 12:02:00 GMT");

        assertThat(warnings.list).singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .startsWith("this host's clock is 120 s behind AWS's");
        assertThat(clock.instant()).as("the host's clock is used until a signature is refused")
                .isEqualTo("2026-11-25T12:00:00Z");
    }

    @Test
    void an_older_date_in_a_response_is_not_a_clock_skew() {
        clock.compareWith("Wed, 25 Nov 2026 11:59:50 GMT");
        clock.compareWith("Wed, 25 Nov 2026 11:00:00 GMT");

        assertThat(warnings.list).isEmpty();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(SigningClock.class);
    }
}
