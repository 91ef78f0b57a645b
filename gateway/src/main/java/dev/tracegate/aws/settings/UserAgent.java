package dev.tracegate.aws.settings;

import java.util.Locale;

/** The User-Agent header of calls to X-Ray, in the X-Ray daemon's form. */
public final class UserAgent {
    private UserAgent() {}

    public static String of(String version, AwsEnvironment env) {
        var runsIn = env.get("AWS_EXECUTION_ENV");
        return "xray-agent/tracegate/" + version + " exec-env/" + (runsIn == null ? "UNKNOWN" : runsIn) + " OS/"
                + os(System.getProperty("os.name", "unknown")) + "-" + arch(System.getProperty("os.arch", "unknown"));
    }

    // Go's names for system and architecture, as the daemon prints them
    private static String os(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("mac") ? "darwin" : lower.startsWith("windows") ? "windows" : lower.replace(' ', '-');
    }

    private static String arch(String name) {
        return switch (name) {
            case "aarch64" -> "arm64";
            case "x86_64" -> "amd64";
            default -> name;
        };
    }
}
