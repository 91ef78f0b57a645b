/** The process's log: formats, files, appenders and rate limits. */
@NullMarked
package dev.tracegate.telemetry.logging;

import org.jspecify.annotations.NullMarked;
