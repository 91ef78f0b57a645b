package dev.tracegate.config.load;

/**
 * The output of {@code check-config}.
 *
 * @param text one line per problem and warning, each with a newline
 * @param valid whether a gateway can start with the settings
 */
public record CheckReport(String text, boolean valid) {}
