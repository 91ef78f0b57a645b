package dev.tracegate.telemetry.logging;

/** The format of a log line. Not {@code Settings.Logging.Format} itself: neither telemetry nor configuration depends on the other. */
public enum LogFormat {
    /** {@code 2026-11-22T23:57:19Z [Info] message}, as the X-Ray daemon prints it. */
    TEXT,
    /** One JSON object per line. */
    JSON
}
