package dev.tracegate.telemetry.metrics;

import java.util.Locale;

/** What the gateway knows of the credentials it signs with. The label is the metric tag and the word in the summary. */
public enum CredentialsState {
    /** Embedded mode: nothing is signed. */
    NOT_NEEDED,
    /** Not asked for yet. */
    UNKNOWN,
    /** There are some, and nothing speaks against them. */
    VALID,
    /** None can be found. */
    MISSING,
    /** Those there were have expired, and no others came. */
    EXPIRED,
    /** X-Ray or STS does not accept them, or does not allow the call. */
    REFUSED;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether nothing needs to be done about them. */
    public boolean ok() {
        return this == NOT_NEEDED || this == UNKNOWN || this == VALID;
    }
}
