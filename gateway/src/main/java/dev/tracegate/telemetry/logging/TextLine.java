package dev.tracegate.telemetry.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import dev.tracegate.text.VisibleText;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The X-Ray daemon's line format, {@code 2026-11-22T23:57:19Z [Info] message}, followed by the key-values as {@code key=value}. Stack traces
 * follow on lines that start with a tab; every other line starts with a time.
 *
 * @param zone of the times; the offset is part of the line, {@code Z} for UTC
 */
record TextLine(ZoneId zone) implements Function<ILoggingEvent, String> {
    /** Maximum characters of a message and of a value. Input is bounded where it is read; this is an additional safeguard. */
    static final int MAX_CHARACTERS = 8 * 1024;

    @Override
    public String apply(ILoggingEvent event) {
        var line = new StringBuilder(160).append(time(event.getTimeStamp()))
                .append(" [")
                .append(daemonName(event.getLevel()))
                .append("] ")
                .append(shown(event.getFormattedMessage()));
        appendKeyValues(event, line);
        appendThrowable(event.getThrowableProxy(), " error=", line);
        return line.append('\n').toString();
    }

    private String time(long epochMillis) {
        var time = OffsetDateTime.ofInstant(Instant.ofEpochMilli(epochMillis), zone).truncatedTo(ChronoUnit.SECONDS);
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
    }

    /** The daemon's names of the levels. */
    static String daemonName(Level level) {
        return switch (level.toInt()) {
            case Level.TRACE_INT -> "Trace";
            case Level.DEBUG_INT -> "Debug";
            case Level.INFO_INT -> "Info";
            case Level.WARN_INT -> "Warn";
            default -> "Error";
        };
    }

    private static void appendKeyValues(ILoggingEvent event, StringBuilder line) {
        var pairs = event.getKeyValuePairs();
        if (pairs != null) {
            for (var pair : pairs) {
                line.append(' ').append(VisibleText.of(pair.key)).append('=').append(value(pair.value));
            }
        }
    }

    private static String shown(@Nullable String text) {
        return VisibleText.of(VisibleText.cutOrNull(text, MAX_CHARACTERS));
    }

    /** Quotes the value if its end would be ambiguous otherwise. */
    private static String value(@Nullable Object value) {
        var text = shown(String.valueOf(value));
        boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> c == ' ' || c == '=' || c == '"');
        return plain ? text : '"' + text.replace("\"", "\\\"") + '"';
    }

    private static void appendThrowable(@Nullable IThrowableProxy thrown, String label, StringBuilder line) {
        if (thrown == null) {
            return;
        }
        line.append(label).append(value(summary(thrown)));
        for (var frame : thrown.getStackTraceElementProxyArray()) {
            line.append("\n\t").append(VisibleText.of(frame.getSTEAsString()));
        }
        appendThrowable(thrown.isCyclic() ? null : thrown.getCause(), "\n\tcaused by ", line);
    }

    static String summary(IThrowableProxy thrown) {
        var message = thrown.getMessage();
        return message == null ? thrown.getClassName() : thrown.getClassName() + ": " + message;
    }
}
