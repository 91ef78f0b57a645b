/** The process's log: formats, files, appenders and rate limits. Read {@link dev.tracegate.telemetry.logging.Logging} first. */
@NullMarked
package dev.tracegate.telemetry.logging;

import org.jspecify.annotations.NullMarked;
