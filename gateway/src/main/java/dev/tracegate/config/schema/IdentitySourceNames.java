package dev.tracegate.config.schema;

import dev.tracegate.config.Settings.Identity.Source;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A list of identity sources, written as {@code introspection, proc}, or {@code none}. */
public record IdentitySourceNames(List<Source> sources) {
    private static final String NONE = "none";

    static ValueType<IdentitySourceNames> kind() {
        var names = Arrays.stream(Source.values()).map(ValueType::lower).collect(Collectors.joining("|"));
        var description = "`none`, or one or more of `sidecar`, `introspection`, `proc`, `docker`, `host`, separated by commas";
        var pattern = "^(%s|(%s)( *, *(%s))*)$".formatted(NONE, names, names);
        return new ValueType<>(IdentitySourceNames.class, description, Map.of("type", "string", "pattern", pattern),
                text -> text.matches(pattern) ? new Parsed.Good<>(of(text))
                        : ValueType.bad(description.replace("`", ""), text));
    }

    private static IdentitySourceNames of(String text) {
        return new IdentitySourceNames(text.equals(NONE)
                ? List.of()
                : Arrays.stream(text.split(" *, *", -1))
                        .map(word -> Source.valueOf(word.toUpperCase(Locale.ROOT)))
                        .distinct()
                        .toList());
    }
}
