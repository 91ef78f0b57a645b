package dev.tracegate.config.load;

import dev.tracegate.config.schema.ConfigSource;
import dev.tracegate.config.schema.Key;
import dev.tracegate.config.schema.Problems;
import dev.tracegate.config.schema.SettingsCatalog;
import dev.tracegate.config.schema.SpellingSuggestion;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the environment variables with the prefix {@code TRACEGATE_}: one per key, and a few that are not settings. */
final class EnvironmentSource {
    static final String CONFIG = "TRACEGATE_CONFIG";
    private static final String PREFIX = "TRACEGATE_";
    /** Variables that are not settings: the launcher, the tests or other classes read them. */
    private static final Set<String> OTHERS = Set.of(CONFIG, "TRACEGATE_RUNTIME_DIR", "TRACEGATE_JAVA_OPTS",
            "TRACEGATE_JVM_FOLDERS",
            "TRACEGATE_INTEROP");

    /**
     * Variables that the kubelet sets for a Service with a name that begins with {@code tracegate} (pkg/kubelet/envvars/envvars.go).
     */
    private static final Pattern SERVICE_LINK = Pattern.compile("TRACEGATE(?:_[A-Z0-9_]+)?_(?:SERVICE_HOST"
            + "|SERVICE_PORT(?:_[A-Z0-9_]+)?|PORT(?:_\\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)?)");

    private EnvironmentSource() {}

    /** An empty variable counts as unset. An unknown variable with our prefix is a warning and not an error, because images get variables from many places. */
    static ConfigSource read(ProcessEnvironment process, Problems problems) {
        var source = new ConfigSource();
        SettingsCatalog.all()
                .forEach(key -> process.variable(key.variable())
                        .ifPresent(text -> source.read(key, text, key.variable(), problems)));
        var links = process.environment()
                .keySet()
                .stream()
                .filter(EnvironmentSource::isServiceLink)
                .sorted()
                .toList();
        if (!links.isEmpty()) {
            problems.warn(
                    ("%s: set by Kubernetes for a Service of that name; %d such variables are not settings and are ignored;"
                            + " `enableServiceLinks: false` in the pod's spec omits them").formatted(links.getFirst(),
                                    links.size()));
        }
        process.environment()
                .keySet()
                .stream()
                .filter(name -> name.startsWith(PREFIX) && !isOurs(name) && !links.contains(name))
                .sorted()
                .forEach(name -> problems
                        .warn(name + ": is not a setting and is ignored" + SpellingSuggestion.to(name, names())));
        return source;
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
