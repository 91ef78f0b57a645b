package dev.tracegate.telemetry.summary;

/** The form of the summary that is printed once a minute. */
public enum SummaryFormat {
    /** An info line of the log. */
    TEXT,
    /** A JSON object on a line of the log, at every level. */
    JSON,
    /** CloudWatch embedded metric format, on standard output at every level: metrics and alarms with nothing that scrapes. */
    EMF
}
