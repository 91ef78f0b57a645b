package dev.tracegate.telemetry.events;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ObserverFailureLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(ObserverFailureLog.class);
    private final ListAppender<ILoggingEvent> printed = new ListAppender<>();
    private final ObserverFailureLog log = new ObserverFailureLog();

    @BeforeEach
    void collect() {
        printed.start();
        logger.addAppender(printed);
    }

    @AfterEach
    void release() {
        logger.detachAppender(printed);
    }

    @Test
    void a_bug_is_logged_once_and_with_its_stack() {
        for (int i = 0; i < 100; i++) {
            log.accept(new IllegalStateException("segment " + i));
        }

        assertThat(printed.list).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.ERROR);
            assertThat(event.getThrowableProxy().getMessage()).isEqualTo("segment 0");
        });
    }

    @Test
    void bugs_of_other_places_are_logged_too_up_to_a_bound() {
        for (int line = 1; line <= 2 * ObserverFailureLog.MAX_BUGS; line++) {
            var bug = new IllegalStateException();
            bug.setStackTrace(new StackTraceElement[]{new StackTraceElement("Observer", "accept", "O.java", line)});
            log.accept(bug);
        }

        assertThat(printed.list).hasSize(ObserverFailureLog.MAX_BUGS);
    }
}
