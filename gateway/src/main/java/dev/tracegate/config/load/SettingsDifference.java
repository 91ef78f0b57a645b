package dev.tracegate.config.load;

import dev.tracegate.config.Settings;
import dev.tracegate.config.schema.Key;
import dev.tracegate.config.schema.SettingsCatalog;
import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Finds the keys with different values in two settings. Returns names only, because a value may be a secret, such as a proxy's password. */
public final class SettingsDifference {
    /** Components of {@link Settings} with a key of another name. The reasons of mode and profile are not settings. */
    static final Map<String, String> RENAMED = Map.of("mode.value", SettingsCatalog.SINK.path(),
            "profile.value", SettingsCatalog.PROFILE.path(), "memory.bufferBytes", SettingsCatalog.BUFFER.path(),
            "spool.explicit", SettingsCatalog.SPOOL.path());

    private SettingsDifference() {}

    /** The paths of the keys, in the order of the catalog. Tenants are not compared. */
    public static List<String> keys(Settings one, Settings other) {
        var differing = differing(one, other);
        return SettingsCatalog.all().stream().map(Key::path).filter(differing::contains).toList();
    }

    private static Set<String> differing(Settings one, Settings other) {
        var paths = new HashSet<String>();
        for (var section : Settings.class.getRecordComponents()) {
            for (var component : components(section)) {
                if (!Objects.equals(value(component, value(section, one)),
                        value(component, value(section, other)))) {
                    paths.add(path(section, component));
                }
            }
        }
        return paths;
    }

    /** The components of a section; none for {@link Settings#tenants}. */
    private static RecordComponent[] components(RecordComponent section) {
        return section.getType().isRecord() ? section.getType().getRecordComponents() : new RecordComponent[0];
    }

    static String path(RecordComponent section, RecordComponent component) {
        var path = section.getName() + "." + component.getName();
        return RENAMED.getOrDefault(path, path);
    }

    private static Object value(RecordComponent component, Object of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException never) {
            throw new IllegalStateException(never);
        }
    }
}
