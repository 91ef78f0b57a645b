package dev.tracegate.telemetry.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import dev.tracegate.text.VisibleText;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object per line: {@code timestamp} (UTC, milliseconds), {@code level}, {@code logger}, {@code message}, then one member for each
 * key-value, and {@code error} and {@code stack} if there is an exception. A key-value cannot overwrite the first four members.
 */
public final class JsonLine implements Function<ILoggingEvent, String> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX")
            .withZone(ZoneOffset.UTC);

    @Override
    public String apply(ILoggingEvent event) {
        var line = head(Instant.ofEpochMilli(event.getTimeStamp()), TextLine.daemonName(event.getLevel()),
                event.getLoggerName(),
                VisibleText.cut(event.getFormattedMessage(), TextLine.MAX_CHARACTERS));
        addKeyValues(event, line);
        addThrowable(event.getThrowableProxy(), line);
        return VisibleText.json(line.encode()) + '\n';
    }

    /** The first members of every line. */
    public static JsonObject head(Instant time, String level, String logger, String message) {
        return new JsonObject().put("timestamp", TIME.format(time))
                .put("level", level)
                .put("logger", logger)
                .put("message", message);
    }

    private static void addKeyValues(ILoggingEvent event, JsonObject line) {
        var pairs = event.getKeyValuePairs();
        if (pairs != null) {
            for (var pair : pairs) {
                line.getMap().putIfAbsent(pair.key, json(pair.value));
            }
        }
    }

    private static @Nullable Object json(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Integer number -> number;
            case Long number -> number;
            case Boolean flag -> flag;
            default -> VisibleText.cut(value.toString(), TextLine.MAX_CHARACTERS);
        };
    }

    private static void addThrowable(@Nullable IThrowableProxy thrown, JsonObject line) {
        if (thrown != null) {
            line.put("error", VisibleText.cut(TextLine.summary(thrown), TextLine.MAX_CHARACTERS))
                    .put("stack", ThrowableProxyUtil.asString(thrown));
        }
    }
}
