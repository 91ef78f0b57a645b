package dev.tracegate.aws;

import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** How long the server asks us to wait: {@code x-amz-retry-after} in milliseconds, or Retry-After in seconds or as a date (RFC 9110, 10.2.3). */
final class RetryAfter {
    /** A wait beyond this is taken for a mistake: it would outlast what memory can hold. */
    private static final Duration MOST = Duration.ofMinutes(5);

    private RetryAfter() {}

    /** Null where nothing readable is asked. */
    static @Nullable Duration of(MultiMap headers, Instant now) {
        var wait = read(headers.get("x-amz-retry-after"), headers.get("Retry-After"), now);
        if (wait == null || wait.isNegative()) {
            return null;
        }
        return wait.compareTo(MOST) > 0 ? MOST : wait;
    }

    private static @Nullable Duration read(@Nullable String millis, @Nullable String standard, Instant now) {
        try {
            if (millis != null) {
                return Duration.ofMillis(Long.parseLong(millis.strip()));
            }
            if (standard == null) {
                return null;
            }
            var text = standard.strip();
            return Character.isDigit(text.isEmpty() ? 'x' : text.charAt(0))
                    ? Duration.ofSeconds(Long.parseLong(text))
                    : Duration.between(now,
                            ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (NumberFormatException | DateTimeException | ArithmeticException unreadable) {
            return null;
        }
    }
}
