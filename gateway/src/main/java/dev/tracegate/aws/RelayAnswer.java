package dev.tracegate.aws;

import java.util.Locale;

/** Where the answer to an SDK's sampling call came from. The label is the metric tag. */
public enum RelayAnswer {
    /** X-Ray's own, unchanged. */
    RELAYED,
    /** X-Ray could not be reached: its last good answer, or one made from it. */
    LAST_GOOD,
    /** X-Ray could not be reached and never was: the Default rule. */
    DEFAULT_RULE;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
