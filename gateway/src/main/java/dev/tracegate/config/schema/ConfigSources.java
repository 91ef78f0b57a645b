package dev.tracegate.config.schema;

import dev.tracegate.config.schema.ConfigSource.ConfiguredValue;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The values of all sources.
 *
 * @param byRank the first source that sets a key decides its value
 */
public record ConfigSources(List<ConfigSource> byRank) {

    public <T> Optional<ConfiguredValue<T>> said(Key<T> key) {
        return byRank.stream().flatMap(layer -> Stream.ofNullable(layer.get(key).orElse(null))).findFirst();
    }

    /** The value that is set; empty if it is set to an empty text, which is how a flag removes a value of the file. */
    public <T> Optional<T> find(Key<T> key) {
        return said(key).map(ConfiguredValue::value).filter(value -> !value.toString().isEmpty());
    }

    /** The value that is set, else the key's default. */
    public <T> T value(Key<T> key) {
        return said(key).map(ConfiguredValue::value)
                .orElseGet(() -> Objects.requireNonNull(key.standard(), key.path()));
    }
}
