package dev.tracegate.telemetry.logging;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Level, format and destination of the log.
 *
 * @param file null for standard output
 * @param rotate whether to rotate the file at 50 MB and keep one old file ({@code xray.log.1}), as the X-Ray daemon does; ignored without a file
 */
public record LogSettings(LogLevel level, LogFormat format, @Nullable Path file, boolean rotate) {}
