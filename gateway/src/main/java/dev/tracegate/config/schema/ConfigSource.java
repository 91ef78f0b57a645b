package dev.tracegate.config.schema;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The values of one source: the flags, the environment or a file. Filled by one loader, then read only. */
public final class ConfigSource {
    private final Map<Key<?>, ConfiguredValue<?>> values = new LinkedHashMap<>();

    /**
     * A value and its origin.
     *
     * @param origin {@code --sink}, {@code TRACEGATE_SINK} or {@code sink (line 3)}
     */
    public record ConfiguredValue<T>(T value, String origin) {}

    public <T> void put(Key<T> key, T value, String origin) {
        values.put(key, new ConfiguredValue<>(value, origin));
    }

    /** Parses the text as a value of the key. If that fails, adds a problem that begins with the origin. */
    public <T> void read(Key<T> key, String text, String origin, Problems problems) {
        switch (key.kind().read(text)) {
            case Parsed.Good<T>(var value) -> put(key, value, origin);
            case Parsed.Bad<T>(var must) -> problems.add(origin, must);
        }
    }

    public <T> Optional<ConfiguredValue<T>> get(Key<T> key) {
        return Optional.ofNullable(values.get(key))
                .map(found -> new ConfiguredValue<>(key.kind().type().cast(found.value()), found.origin()));
    }
}
