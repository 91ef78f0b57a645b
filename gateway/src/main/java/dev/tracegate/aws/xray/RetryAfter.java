package dev.tracegate.aws.xray;

import dev.tracegate.aws.signing.SigningClock;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The wait that a server requests: {@code x-amz-retry-after} in milliseconds, else {@code Retry-After} in seconds or as a date. */
final class RetryAfter {
    /** Caps the wait: a proxy may send any value. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private RetryAfter() {}

    /** At most five minutes; null if the server requests no wait. */
    static @Nullable Duration of(MultiMap headers, InstantSource clock) {
        var requested = requested(headers, clock);
        return requested != null && requested.compareTo(LONGEST) > 0 ? LONGEST : requested;
    }

    private static @Nullable Duration requested(MultiMap headers, InstantSource clock) {
        var millis = number(headers.get("x-amz-retry-after"));
        if (millis >= 0) {
            return Duration.ofMillis(millis);
        }
        var value = headers.get("Retry-After");
        var seconds = number(value);
        return seconds >= 0 ? Duration.ofSeconds(seconds) : until(value, clock);
    }

    private static @Nullable Duration until(@Nullable String date, InstantSource clock) {
        var then = SigningClock.parse(date);
        if (then == null) {
            return null;
        }
        var wait = Duration.between(clock.instant(), then);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    /** @return -1 for what is not a number of at most nine digits */
    private static long number(@Nullable String text) {
        return text != null && text.strip().matches("\\d{1,9}") ? Long.parseLong(text.strip()) : -1;
    }
}
