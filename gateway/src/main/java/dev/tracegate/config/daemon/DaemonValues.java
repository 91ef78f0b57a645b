package dev.tracegate.config.daemon;

import dev.tracegate.config.schema.ConfigSource;
import dev.tracegate.config.schema.Key;
import dev.tracegate.config.schema.Parsed;
import dev.tracegate.config.schema.Problems;
import dev.tracegate.config.schema.SettingsCatalog;
import dev.tracegate.config.yaml.YamlDocument;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Turns the values of the X-Ray daemon's cfg.yaml into our settings. */
public final class DaemonValues {
    public static final long MIB = 1024L * 1024;
    /** MB; fewer would not hold the daemon's 48 buffers of 64 KiB. */
    private static final long LEAST_MEMORY = 3;
    /** MB; more is a slip of the hand, and would not fit in a long when counted in bytes. */
    private static final long MOST_MEMORY = 64L * 1024;

    private final ConfigSource layer = new ConfigSource();
    private final Map<String, ScalarNode> values;
    private final Problems problems;

    private DaemonValues(Map<String, ScalarNode> values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    static ConfigSource layer(Map<String, ScalarNode> values, Problems problems) {
        var daemon = new DaemonValues(values, problems);
        daemon.texts();
        daemon.numbers();
        daemon.switches();
        return daemon.layer;
    }

    private void texts() {
        text("Region", SettingsCatalog.REGION);
        text("Endpoint", SettingsCatalog.ENDPOINT);
        text("Socket.UDPAddress", SettingsCatalog.UDP);
        text("Socket.TCPAddress", SettingsCatalog.TCP);
        text("Logging.LogPath", SettingsCatalog.LOG_FILE);
        text("ResourceARN", SettingsCatalog.RESOURCE_ARN);
        text("RoleARN", SettingsCatalog.ROLE_ARN);
        text("ProxyAddress", SettingsCatalog.PROXY);
        string("Logging.LogLevel").ifPresent(word -> level(layer, word, origin("Logging.LogLevel"), problems));
    }

    private void numbers() {
        number("TotalBufferSizeMB").ifPresent(
                mb -> memory(layer, mb, origin("TotalBufferSizeMB"), problems));
        number("Concurrency").filter(count -> count.signum() != 0)
                .ifPresent(count -> layer.read(SettingsCatalog.CONCURRENCY, count.toString(), origin("Concurrency"),
                        problems));
    }

    private void switches() {
        bool("LocalMode", value -> layer.put(SettingsCatalog.LOCAL_MODE, value, origin("LocalMode")));
        bool("Logging.LogRotation", value -> layer.put(SettingsCatalog.ROTATE, value, origin("Logging.LogRotation")));
        bool("NoVerifySSL", value -> layer.put(SettingsCatalog.VERIFY_TLS, !value, origin("NoVerifySSL")));
    }

    /** The daemon starts with any text as its level and then logs everything. The gateway starts too, at its default level and with a warning. */
    public static void level(ConfigSource layer, String word, String origin, Problems problems) {
        switch (SettingsCatalog.LEVEL.kind().read(word)) {
            case Parsed.Good<String>(var level) -> layer.put(SettingsCatalog.LEVEL, level, origin);
            case Parsed.Bad<String>(var must) -> problems.warn(origin + ": " + must + "; it is ignored");
        }
    }

    /** Zero and less mean the default, as with the daemon. */
    public static void memory(ConfigSource layer, BigInteger mb, String origin, Problems problems) {
        if (mb.signum() <= 0) {
            return;
        }
        if (mb.compareTo(BigInteger.valueOf(LEAST_MEMORY)) < 0) {
            problems.add(DaemonKeys.TOO_LITTLE_MEMORY);
        } else if (mb.compareTo(BigInteger.valueOf(MOST_MEMORY)) > 0) {
            problems.add(origin, "must be at most %d MB, was %d".formatted(MOST_MEMORY, mb));
        } else {
            layer.put(SettingsCatalog.BUFFER, mb.longValueExact() * MIB, origin);
        }
    }

    private <T> void text(String name, Key<T> key) {
        string(name).ifPresent(text -> layer.read(key, text, origin(name), problems));
    }

    private Optional<String> string(String name) {
        return Optional.ofNullable(values.get(name)).map(ScalarNode::getValue).filter(text -> !text.isEmpty());
    }

    private Optional<BigInteger> number(String name) {
        return Optional.ofNullable(values.get(name)).flatMap(GoYaml::integer);
    }

    private void bool(String name, Consumer<Boolean> use) {
        Optional.ofNullable(values.get(name)).flatMap(GoYaml::bool).ifPresent(use);
    }

    private String origin(String name) {
        var node = values.get(name);
        return node == null ? name : name + " (line " + YamlDocument.line(node) + ")";
    }
}
