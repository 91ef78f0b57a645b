package dev.tracegate.config.load;

import dev.tracegate.config.schema.ConfigSource;
import dev.tracegate.config.schema.Key;
import dev.tracegate.config.schema.Problems;
import dev.tracegate.config.schema.SettingsCatalog;
import dev.tracegate.config.schema.SpellingSuggestion;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Our own environment variables: one for each key, and a few that are no settings. */
final class EnvironmentSource {
    static final String CONFIG = "TRACEGATE_CONFIG";
    private static final String PREFIX = "TRACEGATE_";
    /** Read elsewhere: here, by the launcher, by the tests. */
    private static final Set<String> OTHERS = Set.of(CONFIG, "TRACEGATE_RUNTIME_DIR", "TRACEGATE_JAVA_OPTS",
            "TRACEGATE_JVM_FOLDERS",
            "TRACEGATE_INTEROP");

    /**
     * The variables that the kubelet derives from a Service with a name that begins with {@code tracegate}: pkg/kubelet/envvars/envvars.go.
     */
    private static final Pattern SERVICE_LINK = Pattern.compile("TRACEGATE(?:_[A-Z0-9_]+)?_(?:SERVICE_HOST"
            + "|SERVICE_PORT(?:_[A-Z0-9_]+)?|PORT(?:_\\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)?)");

    private EnvironmentSource() {}

    /** An empty variable counts as unset. An unknown variable with our prefix is a warning and not an error, because images get variables from many places. */
    static ConfigSource read(ProcessEnvironment surroundings, Problems problems) {
        var layer = new ConfigSource();
        SettingsCatalog.all()
                .forEach(key -> surroundings.variable(key.variable())
                        .ifPresent(text -> layer.read(key, text, key.variable(), problems)));
        var links = surroundings.environment()
                .keySet()
                .stream()
                .filter(EnvironmentSource::isServiceLink)
                .sorted()
                .toList();
        if (!links.isEmpty()) {
            problems.warn(("%s, of a Kubernetes Service of that name: %d variables that are no settings, and ignored;"
                    + " `enableServiceLinks: false` in the pod's spec leaves them out").formatted(links.getFirst(),
                            links.size()));
        }
        surroundings.environment()
                .keySet()
                .stream()
                .filter(name -> name.startsWith(PREFIX) && !isOurs(name) && !links.contains(name))
                .sorted()
                .forEach(name -> problems
                        .warn(name + ": is no setting, and ignored" + SpellingSuggestion.to(name, names())));
        return layer;
    }

    private static boolean isServiceLink(String name) {
        return !isOurs(name) && SERVICE_LINK.matcher(name).matches();
    }

    private static boolean isOurs(String name) {
        return OTHERS.contains(name) || names().contains(name);
    }

    private static List<String> names() {
        return SettingsCatalog.all().stream().map(Key::variable).toList();
    }
}
