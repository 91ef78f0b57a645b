package dev.tracegate.embedded.filter;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An annotation, written {@code annotation.key} or, where the key has other characters than letters, digits and {@code _},
 * {@code annotation[key]}.
 *
 * @param key case-sensitive, without {@code ]}
 */
public record Annotation(String key) implements Field {
    private static final Pattern PLAIN = Pattern.compile("\\w+");

    @Override
    public Stream<Object> values(Scope scope) {
        return scope.ofAny(entity -> entity.annotation(key));
    }

    @Override
    public boolean takes(Operator operator, Value value) {
        return operator.suits(value.kind()); // an annotation may be of any kind, so the value tells
    }

    @Override
    public String text() {
        return PLAIN.matcher(key).matches() ? "annotation." + key : "annotation[" + key + "]";
    }
}
