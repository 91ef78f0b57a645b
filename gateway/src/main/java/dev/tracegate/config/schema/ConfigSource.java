package dev.tracegate.config.schema;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What one source says: the flags, the environment or a file. Filled by its loader, then only read. */
public final class ConfigSource {
    private final Map<Key<?>, Said<?>> values = new LinkedHashMap<>();

    /**
     * A value, and who says so.
     *
     * @param origin {@code --sink}, {@code TRACEGATE_SINK} or {@code sink (line 3)}
     */
    public record Said<T>(T value, String origin) {}

    public <T> void put(Key<T> key, T value, String origin) {
        values.put(key, new Said<>(value, origin));
    }

    /** Reads the text as the key wants it; what it is not is told to the problems, after its origin. */
    public <T> void read(Key<T> key, String text, String origin, Problems problems) {
        switch (key.kind().read(text)) {
            case Parsed.Good<T>(var value) -> put(key, value, origin);
            case Parsed.Bad<T>(var must) -> problems.add(origin, must);
        }
    }

    public <T> Optional<Said<T>> get(Key<T> key) {
        return Optional.ofNullable(values.get(key))
                .map(said -> new Said<>(key.kind().type().cast(said.value()), said.origin()));
    }
}
