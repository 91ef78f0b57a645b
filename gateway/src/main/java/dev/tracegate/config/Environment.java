package dev.tracegate.config;

import java.util.List;
import java.util.Set;

/** Our own environment variables: one for each key, and a few that are no settings. */
final class Environment {
    static final String CONFIG = "TRACEGATE_CONFIG";
    private static final String PREFIX = "TRACEGATE_";
    /** Read elsewhere: here, by the launcher, by the tests. */
    private static final Set<String> OTHERS = Set.of(CONFIG, "TRACEGATE_RUNTIME_DIR", "TRACEGATE_JAVA_OPTS",
            "TRACEGATE_JVM_FOLDERS",
            "TRACEGATE_INTEROP");

    private Environment() {}

    /** An empty variable says nothing. One that is not ours but looks so is a warning, because images get variables from many places. */
    static Layer read(Surroundings surroundings, Problems problems) {
        var layer = new Layer();
        Keys.all()
                .forEach(key -> surroundings.variable(key.variable())
                        .ifPresent(text -> layer.read(key, text, key.variable(), problems)));
        surroundings.environment()
                .keySet()
                .stream()
                .filter(name -> name.startsWith(PREFIX) && !isOurs(name))
                .sorted()
                .forEach(name -> problems.warn(name + ": is no setting, and ignored" + Nearest.to(name, names())));
        return layer;
    }

    private static boolean isOurs(String name) {
        return OTHERS.contains(name) || names().contains(name);
    }

    private static List<String> names() {
        return Keys.all().stream().map(Key::variable).toList();
    }
}
