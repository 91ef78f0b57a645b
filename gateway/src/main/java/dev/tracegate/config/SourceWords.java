package dev.tracegate.config;

import dev.tracegate.config.Settings.Identity.Source;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Identity sources as they are written: {@code introspection, proc}, or {@code none}. */
record SourceWords(List<Source> sources) {
    private static final String NONE = "none";

    static Kind<SourceWords> kind() {
        var names = Arrays.stream(Source.values()).map(Kind::lower).collect(Collectors.joining("|"));
        var words = "`none`, or one or more of `sidecar`, `introspection`, `proc`, `docker`, `host` with commas between";
        var pattern = "^(%s|(%s)( *, *(%s))*)$".formatted(NONE, names, names);
        return new Kind<>(SourceWords.class, words, Map.of("type", "string", "pattern", pattern),
                text -> text.matches(pattern) ? new Parsed.Good<>(of(text)) : Kind.bad(words.replace("`", ""), text));
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
