package dev.tracegate.ingest.tcp;

import java.util.Locale;

/** The origin of the answer to an SDK's sampling call. The label is a metric tag. */
public enum SamplingAnswer {
    /** X-Ray's own answer, unchanged; or the embedded X-Ray's. */
    RELAYED,
    /** The gateway's own rules, alone or over X-Ray's. */
    RULE_BOOK,
    /** The last good answer, or one made from it: X-Ray could not be reached, or the answer was not X-Ray's. */
    LAST_GOOD,
    /** The Default rule: as {@link #LAST_GOOD}, but X-Ray has not answered yet. */
    DEFAULT_RULE;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
