package dev.tracegate.telemetry.metrics;

import java.util.Locale;

/**
 * The state of the spool as a metric tag. Not {@code SpoolState} itself: telemetry does not depend on the spool, and a gateway without a spool
 * has a tag too.
 */
public enum SpoolHealth {
    /** Not configured, or closed. */
    OFF,
    /** The file is being opened for the first time. */
    OPENING,
    /** Another process has locked the file. */
    WAITING,
    /** The file is open: batches are stored and read. */
    WORKING,
    /** The disk is full: stored batches are read back, new ones are not stored. */
    FULL,
    /** The file cannot be used; opening it is retried. */
    DEGRADED;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
