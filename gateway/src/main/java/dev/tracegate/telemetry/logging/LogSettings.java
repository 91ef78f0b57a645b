package dev.tracegate.telemetry.logging;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is printed, where and in which form.
 *
 * @param file null for standard output
 * @param rotate at 50 MB, keeping one old file ({@code xray.log.1}), as the X-Ray daemon does; only with a file
 */
public record LogSettings(LogLevel level, LogFormat format, @Nullable Path file, boolean rotate) {}
