package dev.tracegate.telemetry.metrics;

import java.util.Locale;

/** Where the answer to an SDK's sampling call came from. The label is the metric tag. */
public enum SamplingAnswer {
    /** X-Ray's own, or the embedded X-Ray's. */
    RELAYED,
    /** X-Ray could not be reached: its last good answer. */
    LAST_GOOD,
    /** X-Ray could not be reached and there was no earlier answer: the Default rule. */
    DEFAULT_RULE;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
