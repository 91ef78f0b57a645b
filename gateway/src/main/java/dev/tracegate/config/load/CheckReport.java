package dev.tracegate.config.load;

/**
 * What {@code check-config} prints.
 *
 * @param text one line for each problem and warning, with a newline at the end
 * @param valid whether a gateway can start with the settings
 */
public record CheckReport(String text, boolean valid) {}
