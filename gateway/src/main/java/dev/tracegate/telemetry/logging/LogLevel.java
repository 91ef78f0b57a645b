package dev.tracegate.telemetry.logging;

import ch.qos.logback.classic.Level;
import java.util.Optional;

/** How much the gateway prints. Each level prints what the later ones do, and more. */
public enum LogLevel {
    TRACE(Level.TRACE), DEBUG(Level.DEBUG), INFO(Level.INFO), WARN(Level.WARN), ERROR(Level.ERROR);

    @SuppressWarnings("ImmutableEnumChecker") // logback's levels are constants
    private final Level level;

    LogLevel(Level level) {
        this.level = level;
    }

    /** The level the X-Ray daemon means by a word: {@code dev} is trace, {@code prod} is info. Empty for any other word. */
    public static Optional<LogLevel> of(String word) {
        return Optional.ofNullable(switch (word) {
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

    /** For the code of others: libraries print no more than info, so that no request, header or credential is ever printed by one. */
    Level ofLibraries() {
        return level.isGreaterOrEqual(Level.INFO) ? level : Level.INFO;
    }
}
