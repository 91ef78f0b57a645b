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

/** Converts the values of the X-Ray daemon's cfg.yaml to settings of the gateway. */
public final class DaemonValues {
    public static final long MIB = 1024L * 1024;
    /** Minimum in MB, as in the daemon: 48 buffers of 64 KiB. */
    private static final long MIN_MEMORY = 3;
    /** Maximum in MB. A larger value is a mistake, and its number of bytes could exceed a long. */
    private static final long MAX_MEMORY = 64L * 1024;

    private final ConfigSource source = new ConfigSource();
    private final Map<String, ScalarNode> values;
    private final Problems problems;

    private DaemonValues(Map<String, ScalarNode> values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    static ConfigSource toSource(Map<String, ScalarNode> values, Problems problems) {
        var daemon = new DaemonValues(values, problems);
        daemon.texts();
        daemon.numbers();
        daemon.switches();
        return daemon.source;
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
        string("Logging.LogLevel").ifPresent(name -> level(source, name, origin("Logging.LogLevel"), problems));
    }

    private void numbers() {
        number("TotalBufferSizeMB").ifPresent(
                mb -> memory(source, mb, origin("TotalBufferSizeMB"), problems));
        number("Concurrency").filter(count -> count.signum() != 0)
                .ifPresent(count -> source.read(SettingsCatalog.CONCURRENCY, count.toString(), origin("Concurrency"),
                        problems));
    }

    private void switches() {
        bool("LocalMode", value -> source.put(SettingsCatalog.LOCAL_MODE, value, origin("LocalMode")));
        bool("Logging.LogRotation", value -> source.put(SettingsCatalog.ROTATE, value, origin("Logging.LogRotation")));
        bool("NoVerifySSL", value -> source.put(SettingsCatalog.VERIFY_TLS, !value, origin("NoVerifySSL")));
    }

    /** The daemon starts with any text as its level and then logs everything. The gateway starts too, at its default level and with a warning. */
    public static void level(ConfigSource source, String name, String origin, Problems problems) {
        switch (SettingsCatalog.LEVEL.kind().read(name)) {
            case Parsed.Good<String>(var level) -> source.put(SettingsCatalog.LEVEL, level, origin);
            case Parsed.Bad<String>(var must) -> problems.warn(origin + ": " + must + "; it is ignored");
        }
    }

    /** Zero and negative values mean the default, as in the daemon. */
    public static void memory(ConfigSource source, BigInteger mb, String origin, Problems problems) {
        if (mb.signum() <= 0) {
            return;
        }
        if (mb.compareTo(BigInteger.valueOf(MIN_MEMORY)) < 0) {
            problems.add(DaemonKeys.TOO_LITTLE_MEMORY);
        } else if (mb.compareTo(BigInteger.valueOf(MAX_MEMORY)) > 0) {
            problems.add(origin, "must be at most %d MB, was %d".formatted(MAX_MEMORY, mb));
        } else {
            source.put(SettingsCatalog.BUFFER, mb.longValueExact() * MIB, origin);
        }
    }

    private <T> void text(String name, Key<T> key) {
        string(name).ifPresent(text -> source.read(key, text, origin(name), problems));
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
