package dev.tracegate.embedded.filter;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The values of an annotation. Written {@code annotation.key}, or {@code annotation[key]} if the key has other characters than letters, digits and
 * {@code _}.
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
    public boolean accepts(Operator operator, Value value) {
        return operator.supports(value.type()); // an annotation can have any type, so the type of the value decides
    }

    @Override
    public String text() {
        return PLAIN.matcher(key).matches() ? "annotation." + key : "annotation[" + key + "]";
    }
}
