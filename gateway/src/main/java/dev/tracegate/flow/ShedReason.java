package dev.tracegate.flow;

import java.util.Locale;

/** Why an accepted segment was dropped on purpose. The label is the metric tag, the log key and the row in the docs. */
public enum ShedReason {
    /** The memory budget was full. */
    BUFFER_FULL,
    /** The tenant held as much as its own limit allows. */
    QUEUE_FULL,
    /** It came faster than its tenant's limits allow. */
    RATE_LIMIT,
    /** The gateway stopped before it could be delivered. */
    DRAIN_DEADLINE;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
