package dev.tracegate.config.flags;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The flags of the command line: the X-Ray daemon's flags, which have a short name, and the gateway's own. Every name works with one dash or two. */
public enum Flag {
    RESOURCE_ARN("a", "resource-arn", Type.TEXT,
            "Amazon Resource Name (ARN) of the AWS resource the gateway runs on."), LOCAL_MODE("o", "local-mode",
                    Type.SWITCH,
                    "Don't query ECS and EC2 metadata for Region, host name and instance id."), BUFFER_MEMORY("m",
                            "buffer-memory", Type.NUMBER,
                            "Maximum memory for segments in MB (minimum 3)."), REGION("n", "region", Type.TEXT,
                                    "Send segments to X-Ray in this Region."), BIND("b", "bind", Type.TEXT,
                                            "Listen for segments on this UDP address (127.0.0.1:2000)."), BIND_TCP("t",
                                                    "bind-tcp", Type.TEXT,
                                                    "Listen for sampling calls on this TCP address (127.0.0.1:2000)."), ROLE_ARN(
                                                            "r", "role-arn", Type.TEXT,
                                                            "Assume this IAM role, to upload to another account."), CONFIG(
                                                                    "c", "config", Type.TEXT,
                                                                    "Read this file: the X-Ray daemon's cfg.yaml, or Tracegate's own."), LOG_FILE(
                                                                            "f", "log-file", Type.TEXT,
                                                                            "Log to this file."), LOG_LEVEL("l",
                                                                                    "log-level", Type.TEXT,
                                                                                    "Log level, from most to least: dev, debug, info, warn, error, prod (default)."), PROXY_ADDRESS(
                                                                                            "p", "proxy-address",
                                                                                            Type.TEXT,
                                                                                            "Upload through this proxy."), VERSION(
                                                                                                    "v", "version",
                                                                                                    Type.SWITCH,
                                                                                                    "Show the version."), SINK(
                                                                                                            null,
                                                                                                            "sink",
                                                                                                            Type.TEXT,
                                                                                                            "Where segments are sent: aws or embedded."), PROFILE(
                                                                                                                    null,
                                                                                                                    "profile",
                                                                                                                    Type.TEXT,
                                                                                                                    "Default sizes: embedded, sidecar or host."), ADMIN(
                                                                                                                            null,
                                                                                                                            "admin",
                                                                                                                            Type.TEXT,
                                                                                                                            "Serve health and metrics on this address (127.0.0.1:2080)."), LOG_FORMAT(
                                                                                                                                    null,
                                                                                                                                    "log-format",
                                                                                                                                    Type.TEXT,
                                                                                                                                    "Log as text or json."), SUMMARY(
                                                                                                                                            null,
                                                                                                                                            "summary",
                                                                                                                                            Type.TEXT,
                                                                                                                                            "Format of the periodic summary: text, json or emf."), TAKE_OVER(
                                                                                                                                                    null,
                                                                                                                                                    "take-over",
                                                                                                                                                    Type.SWITCH,
                                                                                                                                                    "Take over from the gateway that runs on these addresses.");

    enum Type {
        TEXT, NUMBER, SWITCH
    }

    private final @Nullable String shortName;
    private final String longName;
    private final Type type;
    private final String usage;

    Flag(@Nullable String shortName, String longName, Type type, String usage) {
        this.shortName = shortName;
        this.longName = longName;
        this.type = type;
        this.usage = usage;
    }

    static Optional<Flag> named(String name) {
        return Arrays.stream(values())
                .filter(flag -> flag.longName.equals(name) || name.equals(flag.shortName))
                .findFirst();
    }

    /** Whether it is a flag of the X-Ray daemon. */
    public boolean isDaemonFlag() {
        return shortName != null;
    }

    Type type() {
        return type;
    }

    /** The usual notation: {@code -n} or {@code --sink}. */
    public String written() {
        return shortName == null ? "--" + longName : "-" + shortName;
    }

    /** Its line in the usage text, in the daemon's layout. */
    public String usageLine() {
        return "\t%s\t--%s\t%s%s".formatted(shortName == null ? "" : "-" + shortName, longName,
                longName.length() <= 4 ? "\t" : "", usage);
    }
}
