package dev.tracegate.config.schema;

import dev.tracegate.config.Settings.Identity.Source;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Identity sources as they are written: {@code introspection, proc}, or {@code none}. */
public record SourceWords(List<Source> sources) {
    private static final String NONE = "none";

    static ValueType<SourceWords> kind() {
        var names = Arrays.stream(Source.values()).map(ValueType::lower).collect(Collectors.joining("|"));
        var words = "`none`, or one or more of `sidecar`, `introspection`, `proc`, `docker`, `host` with commas between";
        var pattern = "^(%s|(%s)( *, *(%s))*)$".formatted(NONE, names, names);
        return new ValueType<>(SourceWords.class, words, Map.of("type", "string", "pattern", pattern),
                text -> text.matches(pattern) ? new Parsed.Good<>(of(text))
                        : ValueType.bad(words.replace("`", ""), text));
    }

    private static SourceWords of(String text) {
        return new SourceWords(text.equals(NONE)
                ? List.of()
                : Arrays.stream(text.split(" *, *", -1))
                        .map(word -> Source.valueOf(word.toUpperCase(Locale.ROOT)))
                        .distinct()
                        .toList());
    }
}
