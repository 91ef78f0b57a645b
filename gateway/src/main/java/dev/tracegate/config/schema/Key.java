package dev.tracegate.config.schema;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A setting: its name, type, default and documentation.
 *
 * @param path path in the file: {@code upload.batchSegments}
 * @param defaultValue the value if no source sets it; null if it depends on other settings
 * @param defaultText the default as the documentation prints it
 * @param meaning one or two sentences for the documentation
 */
public record Key<T>(String path, ValueType<T> kind, @Nullable T defaultValue, String defaultText, String meaning) {

    /** The environment variable that sets it: {@code TRACEGATE_UPLOAD_BATCH_SEGMENTS}. */
    public String variable() {
        return "TRACEGATE_" + path.replace('.', '_').replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    }

    /** The part before the dot; empty for a key at the top of the file. */
    public Optional<String> section() {
        int dot = path.indexOf('.');
        return dot < 0 ? Optional.empty() : Optional.of(path.substring(0, dot));
    }

    /** The part after the dot. */
    public String name() {
        return path.substring(path.indexOf('.') + 1);
    }
}
