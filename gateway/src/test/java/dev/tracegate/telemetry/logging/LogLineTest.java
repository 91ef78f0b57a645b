package dev.tracegate.telemetry.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.KeyValuePair;

class LogLineTest {
    private static final Instant TIME = Instant.parse("2026-11-22T23:57:19.987Z");
    private static final TextLine TEXT = new TextLine(ZoneOffset.UTC);
    private static final JsonLine JSON = new JsonLine();

    @ParameterizedTest
    @CsvSource({"TRACE, Trace", "DEBUG, Debug", "INFO, Info", "WARN, Warn", "ERROR, Error"})
    void a_text_line_has_the_format_of_the_daemon(String level, String word) {
        var line = TEXT.apply(event(Level.toLevel(level), "Using region: us-west-2"));

        assertThat(line).isEqualTo("2026-11-22T23:57:19Z [" + word + "] Using region: us-west-2\n");
    }

    @ParameterizedTest
    @CsvSource({"Asia/Kolkata, 2026-11-23T05:27:19+05:30", "America/New_York, 2026-11-22T18:57:19-05:00",
            "UTC, 2026-11-22T23:57:19Z", "Etc/GMT, 2026-11-22T23:57:19Z"})
    void the_time_is_local_with_its_offset(String zone, String time) {
        var line = new TextLine(ZoneId.of(zone)).apply(event(Level.INFO, "m"));

        assertThat(line).startsWith(time + " [Info]");
    }

    @Test
    void a_whole_minute_still_shows_its_seconds() {
        var event = event(Level.INFO, "m");
        event.setTimeStamp(Instant.parse("2026-11-22T23:00:00Z").toEpochMilli());

        assertThat(TEXT.apply(event)).startsWith("2026-11-22T23:00:00Z ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\r\nb", "a\tb", "a\u001b[31mb", "a\u0000b", "a\u0085b", "a\u2028b", "a\u007fb",
            "a\u202eb", "a\u2066b\u2069", "a\u200fb", "a\u061cb"})
    void control_characters_of_a_sender_are_escaped(String hostile) {
        var event = event(Level.WARN, hostile);
        event.addKeyValuePair(new KeyValuePair("header", hostile));
        event.setThrowableProxy(new ThrowableProxy(new StacklessException(hostile)));

        var line = TEXT.apply(event);

        assertThat(line).endsWith("\n");
        assertThat(line.strip().codePoints()).noneMatch(LogLineTest::acts);

        var json = JSON.apply(event);
        assertThat(json.strip().codePoints()).noneMatch(LogLineTest::acts);
        assertThat(new JsonObject(json).getString("header")).as("value after JSON decoding").isEqualTo(hostile);
    }

    @Test
    void the_length_of_a_line_is_bounded() {
        var event = event(Level.WARN, "m".repeat(1_000_000));
        event.addKeyValuePair(new KeyValuePair("header", "v".repeat(1_000_000)));

        assertThat(TEXT.apply(event)).hasSizeLessThan(20_000);
        assertThat(JSON.apply(event)).hasSizeLessThan(20_000);
    }

    private static boolean acts(int c) {
        return Character.isISOControl(c) || c == 0x2028 || Character.getType(c) == Character.FORMAT;
    }

    @Test
    void escaped_characters_are_readable() {
        assertThat(TEXT.apply(event(Level.INFO, "a\r\n\t\u001bé😀"))).endsWith("] a\\r\\n\\t\\u001bé😀\n");
    }

    @Test
    void key_values_follow_the_message() {
        var event = event(Level.WARN, "Datagram refused");
        event.addKeyValuePair(new KeyValuePair("reason", "missing_header"));
        event.addKeyValuePair(new KeyValuePair("bytes", 17));
        event.addKeyValuePair(new KeyValuePair("error", "said \"no\""));
        event.addKeyValuePair(new KeyValuePair("tenant", null));
        event.addKeyValuePair(new KeyValuePair("code", ""));

        assertThat(TEXT.apply(event)).endsWith(
                "] Datagram refused reason=missing_header bytes=17 error=\"said \\\"no\\\"\" tenant=null code=\"\"\n");
    }

    @Test
    void a_stack_trace_is_indented_and_cannot_forge_a_log_line() {
        var event = event(Level.ERROR, "It broke");
        event.setThrowableProxy(new ThrowableProxy(
                new IOException("outer\n2026-11-22T23:57:19Z [Info] forged", new IOException("inner\ncause"))));

        var lines = TEXT.apply(event).lines().toList();

        assertThat(lines.getFirst()).isEqualTo("2026-11-22T23:57:19Z [Error] It broke "
                + "error=\"java.io.IOException: outer\\n2026-11-22T23:57:19Z [Info] forged\"");
        assertThat(lines.subList(1, lines.size())).isNotEmpty().allMatch(line -> line.startsWith("\t"));
        assertThat(lines).contains("\tcaused by \"java.io.IOException: inner\\ncause\"");
    }

    @Test
    void a_json_line_is_one_object() {
        var event = event(Level.WARN, "Refused \"it\"\nand more");
        event.addKeyValuePair(new KeyValuePair("reason", "missing_header"));
        event.addKeyValuePair(new KeyValuePair("bytes", 17L));
        event.addKeyValuePair(new KeyValuePair("tenant", null));

        var line = JSON.apply(event);

        assertThat(line.lines()).hasSize(1);
        assertThat(new JsonObject(line)).isEqualTo(new JsonObject().put("timestamp", "2026-11-22T23:57:19.987Z")
                .put("level", "Warn")
                .put("logger", "dev.tracegate.X")
                .put("message", "Refused \"it\"\nand more")
                .put("reason", "missing_header")
                .put("bytes", 17)
                .putNull("tenant"));
    }

    @Test
    void a_key_value_cannot_forge_the_level_of_a_json_line() {
        var event = event(Level.WARN, "m");
        event.addKeyValuePair(new KeyValuePair("level", "Info"));

        assertThat(new JsonObject(JSON.apply(event)).getString("level")).isEqualTo("Warn");
    }

    @Test
    void a_json_line_contains_the_stack_trace() {
        var event = event(Level.ERROR, "It broke");
        event.setThrowableProxy(new ThrowableProxy(new IOException("why")));

        var line = JSON.apply(event);

        assertThat(line.lines()).hasSize(1);
        assertThat(new JsonObject(line).getString("error")).isEqualTo("java.io.IOException: why");
        assertThat(new JsonObject(line).getString("stack")).contains(LogLineTest.class.getName());
    }

    private static LoggingEvent event(Level level, String message) {
        var event = new LoggingEvent();
        event.setTimeStamp(TIME.toEpochMilli());
        event.setLevel(level);
        event.setMessage(message);
        event.setLoggerName("dev.tracegate.X");
        return event;
    }

    private static final class StacklessException extends Exception {
        StacklessException(String message) {
            super(message, null, false, false);
        }
    }
}
