package dev.tracegate.config.schema;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Parses sizes in bytes: {@code 16MB} (millions), {@code 64KiB} (times 1,024), {@code 300B}. */
final class SizeText {
    static final String PATTERN = "^\\d{1,9}(B|KB|MB|GB|KiB|MiB|GiB)$";

    private static final Pattern SHAPE = Pattern.compile("(\\d{1,9})(B|KB|MB|GB|KiB|MiB|GiB)");
    private static final Map<String, Long> UNITS = Map.of("B", 1L, "KB", 1_000L, "MB", 1_000_000L, "GB", 1_000_000_000L,
            "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    private SizeText() {}

    static Optional<Long> parse(String text) {
        var matcher = SHAPE.matcher(text);
        return matcher.matches()
                ? Optional.of(Long.parseLong(matcher.group(1)) * UNITS.getOrDefault(matcher.group(2), 1L))
                : Optional.empty();
    }
}
