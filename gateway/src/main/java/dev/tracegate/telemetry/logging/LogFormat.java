package dev.tracegate.telemetry.logging;

/** The form of a log line. */
public enum LogFormat {
    /** {@code 2026-11-22T23:57:19Z [Info] message}, as the X-Ray daemon. */
    TEXT,
    /** One JSON object a line. */
    JSON
}
