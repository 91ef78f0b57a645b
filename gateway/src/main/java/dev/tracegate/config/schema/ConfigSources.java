package dev.tracegate.config.schema;

import dev.tracegate.config.schema.ConfigSource.Said;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that is said, by everyone.
 *
 * @param byRank who comes first wins
 */
public record ConfigSources(List<ConfigSource> byRank) {

    public <T> Optional<Said<T>> said(Key<T> key) {
        return byRank.stream().flatMap(layer -> Stream.ofNullable(layer.get(key).orElse(null))).findFirst();
    }

    /** What is said, unless it is said to be empty, which is how a flag takes back what a file says. */
    public <T> Optional<T> find(Key<T> key) {
        return said(key).map(Said::value).filter(value -> !value.toString().isEmpty());
    }

    /** What is said, or the key's standard. */
    public <T> T value(Key<T> key) {
        return said(key).map(Said::value).orElseGet(() -> Objects.requireNonNull(key.standard(), key.path()));
    }
}
