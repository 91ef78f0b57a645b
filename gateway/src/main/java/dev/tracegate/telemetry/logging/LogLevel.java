package dev.tracegate.telemetry.logging;

import ch.qos.logback.classic.Level;
import java.util.Optional;

/** The log level. Each level includes the levels after it. */
public enum LogLevel {
    TRACE(Level.TRACE), DEBUG(Level.DEBUG), INFO(Level.INFO), WARN(Level.WARN), ERROR(Level.ERROR);

    @SuppressWarnings("ImmutableEnumChecker") // logback's levels are constants
    private final Level level;

    LogLevel(Level level) {
        this.level = level;
    }

    /** Parses a level name of the X-Ray daemon: {@code dev} is trace, {@code prod} is info. Empty for an unknown name. */
    public static Optional<LogLevel> of(String name) {
        return Optional.ofNullable(switch (name) {
            case "dev" -> TRACE;
            case "debug" -> DEBUG;
            case "info", "prod" -> INFO;
            case "warn" -> WARN;
            case "error" -> ERROR;
            default -> null;
        });
    }

    Level level() {
        return level;
    }

    /** The level for libraries: never below info, so that they log no requests, headers or credentials. */
    Level ofLibraries() {
        return level.isGreaterOrEqual(Level.INFO) ? level : Level.INFO;
    }
}
