package dev.tracegate.config.load;

import static dev.tracegate.config.yaml.YamlDocument.name;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tracegate.config.daemon.DaemonFile;
import dev.tracegate.config.schema.ConfigSource;
import dev.tracegate.config.schema.Problems;
import dev.tracegate.config.yaml.YamlDocument;
import dev.tracegate.files.NamedFile;
import dev.tracegate.tenant.Tenant;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.NodeTuple;

/**
 * The content of a settings file.
 *
 * @param kind the format: Tracegate's own or the daemon's
 * @param tenants in the order of the file; complete only if no problem was added
 */
public record ConfigFile(Kind kind, ConfigSource values, List<Tenant> tenants) {

    private static final Pattern DAEMONS_KEY = Pattern.compile("(?m)^[A-Z][A-Za-z]*[ \t]*:");

    ConfigFile(Kind kind, ConfigSource values) {
        this(kind, values, List.of());
    }

    /** The X-Ray daemon's format, or our own. */
    public enum Kind {
        DAEMON("the X-Ray daemon's cfg.yaml"), OWN("Tracegate's own");

        private final String description;

        Kind(String description) {
            this.description = description;
        }

        String description() {
            return description;
        }
    }

    /**
     * Reads a file that a flag or variable names. It has either format: keys of the daemon begin with a capital letter, the gateway's own do not.
     *
     * @param named the given name, for messages
     */
    static ConfigFile named(String named, Path path, Problems problems) {
        return parse(bytes(named, path, problems), problems);
    }

    /** Reads a file at a default location of the daemon. It has the daemon's format, and unknown keys are only warnings, as in the daemon. */
    static ConfigFile found(String named, Path path, Problems problems) {
        var values = switch (YamlDocument.parse(bytes(named, path, problems))) {
            case YamlDocument.Mapping(var pairs) -> DaemonFile.read(pairs, false, problems);
            case YamlDocument.Other other -> other(other, problems);
            case YamlDocument.Malformed(var what) -> malformed(what, problems);
        };
        return new ConfigFile(Kind.DAEMON, values);
    }

    public static ConfigFile parse(byte[] bytes, Problems problems) {
        return switch (YamlDocument.parse(bytes)) {
            case YamlDocument.Mapping(var pairs) when isDaemons(pairs) ->
                new ConfigFile(Kind.DAEMON, DaemonFile.read(pairs, true, problems));
            case YamlDocument.Mapping(var pairs) -> TracegateFile.read(pairs, problems);
            case YamlDocument.Other other when looksLikeDaemons(bytes) ->
                new ConfigFile(Kind.DAEMON, other(other, problems));
            case YamlDocument.Malformed(var what) when looksLikeDaemons(bytes) ->
                new ConfigFile(Kind.DAEMON, malformed(what, problems));
            case YamlDocument.Other other -> unusable("line %d: it must have keys, such as sink or listen"
                    .formatted(YamlDocument.line(other.root())), problems);
            case YamlDocument.Malformed(var what) -> unusable(what, problems);
        };
    }

    private static ConfigFile unusable(String what, Problems problems) {
        problems.add("The settings file is not usable", what);
        return new ConfigFile(Kind.OWN, new ConfigSource());
    }

    /** Whether a file that is not valid YAML is probably in the daemon's format. */
    private static boolean looksLikeDaemons(byte[] bytes) {
        return DAEMONS_KEY.matcher(new String(bytes, 0, Math.min(bytes.length, YamlDocument.MAX_BYTES), ISO_8859_1))
                .find();
    }

    private static boolean isDaemons(List<NodeTuple> pairs) {
        return pairs.stream()
                .map(pair -> name(pair.getKeyNode()))
                .anyMatch(name -> !name.isEmpty() && Character.isUpperCase(name.charAt(0)));
    }

    private static ConfigSource other(YamlDocument.Other other, Problems problems) {
        problems.add(DaemonFile.unusable("yaml: unmarshal errors:\n  line %d: cannot unmarshal %s into cfg.Config"
                .formatted(YamlDocument.line(other.root()), DaemonFile.shown(other.root()))));
        return new ConfigSource();
    }

    private static ConfigSource malformed(String what, Problems problems) {
        problems.add(DaemonFile.unusable("yaml: " + what));
        return new ConfigSource();
    }

    private static byte[] bytes(String named, Path path, Problems problems) {
        try {
            return NamedFile.beginning(path, YamlDocument.MAX_BYTES + 1);
        } catch (IOException failure) {
            problems.add(DaemonFile.unusable(reason(named, failure)));
            return new byte[0];
        }
    }

    /** Go's message for the failure. */
    private static String reason(String named, IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "open " + named + ": no such file or directory";
            case AccessDeniedException denied -> "open " + named + ": permission denied";
            case FileSystemException refused when refused.getReason() != null ->
                "read " + named + ": " + refused.getReason();
            default -> "read " + named + ": " + failure.getMessage();
        };
    }
}
