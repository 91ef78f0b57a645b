package dev.tracegate.app.clients;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tracegate.sampling.client.RuleLoss;
import dev.tracegate.tenant.TenantId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SamplingLossLogTest {
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final SamplingLossLog log = new SamplingLossLog();

    @BeforeEach
    void listen() {
        logged.start();
        ((Logger) LoggerFactory.getLogger(SamplingLossLog.class)).addAppender(logged);
    }

    @AfterEach
    void stop() {
        ((Logger) LoggerFactory.getLogger(SamplingLossLog.class)).detachAppender(logged);
    }

    private static RuleLoss loss(String source, String rule, long reported, long arrived) {
        return new RuleLoss(new TenantId("shop"), source, rule, reported, 0, arrived, 300);
    }

    @Test
    void names_rules_above_the_threshold_once_for_all_addresses() {
        log.window(List.of(loss("", "a", 1_000, 949), loss("", "b", 1_000, 950), loss("", "few", 99, 0),
                loss("10.0.0.1", "a", 1_000, 500)));

        assertThat(logged.list).singleElement()
                .satisfies(
                        line -> assertThat(line.getKeyValuePairs()).map(Object::toString).contains("rule=\"a\""));
    }

    @Test
    void a_window_has_a_bounded_number_of_lines_the_worst_first() {
        log.window(IntStream.range(0, 1_000).mapToObj(i -> loss("", "rule-" + i, 10_000, 9_000 - i)).toList());

        assertThat(logged.list).hasSize(SamplingLossLog.LINES + 1);
        assertThat(logged.list.getFirst().getKeyValuePairs()).map(Object::toString).contains("rule=\"rule-999\"");
        assertThat(logged.list.getLast().getFormattedMessage())
                .isEqualTo("… and 980 more rules lost segments on their way to the gateway");
    }
}
