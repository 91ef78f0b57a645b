package dev.tracegate.telemetry.summary;

/**
 * The format of the summary that is logged once a minute. Not {@code Settings.Logging.Summary} itself: neither telemetry nor configuration
 * depends on the other.
 */
public enum SummaryFormat {
    /** A log line at level info. */
    TEXT,
    /** A log line with a JSON object, whatever the log level is. */
    JSON,
    /** CloudWatch embedded metric format on standard output, whatever the log level is. Gives metrics and alarms without a scraper. */
    EMF
}
