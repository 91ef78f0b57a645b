package dev.tracegate.config.schema;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses durations: {@code 500ms}, {@code 1s}, {@code 1h30m}, {@code 7d}. Units are in descending order, each at most once. */
final class DurationText {
    /** A regular expression that is also valid in a JSON Schema. */
    static final String PATTERN = "^(?=\\d)(\\d{1,9}d)?(\\d{1,9}h)?(\\d{1,9}m)?(\\d{1,9}s)?(\\d{1,9}ms)?$";

    private static final Pattern SHAPE = Pattern.compile(PATTERN);

    private DurationText() {}

    static Optional<Duration> parse(String text) {
        var matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofDays(number(matcher.group(1)))
                .plusHours(number(matcher.group(2)))
                .plusMinutes(number(matcher.group(3)))
                .plusSeconds(number(matcher.group(4)))
                .plusMillis(number(matcher.group(5))));
    }

    private static long number(@Nullable String digitsAndUnit) {
        return digitsAndUnit == null ? 0 : Long.parseLong(digitsAndUnit.replaceAll("\\D", ""));
    }
}
