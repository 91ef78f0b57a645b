package dev.tracegate.telemetry.metrics;

import java.util.Locale;

/** How the spool is, for the metrics. */
public enum SpoolHealth {
    /** Not asked for. */
    OFF,
    /** On its first way to the file. */
    OPENING,
    /** Another process has the file. */
    WAITING, WORKING,
    /** The disk is full: what is stored comes back, nothing new is stored. */
    FULL,
    /** The file cannot be used. */
    DEGRADED;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
