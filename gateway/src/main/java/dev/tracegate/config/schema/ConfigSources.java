package dev.tracegate.config.schema;

import dev.tracegate.config.schema.ConfigSource.ConfiguredValue;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The values of all sources.
 *
 * @param byRank sources in order of precedence: the first one that sets a key decides its value
 */
public record ConfigSources(List<ConfigSource> byRank) {

    /** The value with its origin; empty if no source sets the key. */
    public <T> Optional<ConfiguredValue<T>> get(Key<T> key) {
        return byRank.stream().flatMap(source -> Stream.ofNullable(source.get(key).orElse(null))).findFirst();
    }

    /** The value; empty if no source sets the key or the first one that does sets an empty text. A flag removes a value of the file in this way. */
    public <T> Optional<T> find(Key<T> key) {
        return get(key).map(ConfiguredValue::value).filter(value -> !value.toString().isEmpty());
    }

    /** The value, else the default. Only for keys with a default. */
    public <T> T value(Key<T> key) {
        return get(key).map(ConfiguredValue::value)
                .orElseGet(() -> Objects.requireNonNull(key.defaultValue(), key.path()));
    }
}
