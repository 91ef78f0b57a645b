package dev.tracegate.flow.ledger;

import java.util.Locale;

/** Why an accepted segment was dropped on purpose. The label is the metric tag, the log key and the row in the docs. */
public enum ShedReason {
    /** The memory budget was full. */
    BUFFER_FULL,
    /** The tenant held as much as its own limit allows. */
    QUEUE_FULL,
    /** It came faster than its tenant's limits allow. */
    RATE_LIMIT,
    /** Its tenant's role could not be used, and there was no more room to wait for that to change. */
    ACCESS_DENIED,
    /** The gateway stopped before it could be delivered. */
    DRAIN_DEADLINE,
    /** It was in the spool longer than its age cap. */
    SPOOL_EXPIRED,
    /** What the spool had of it could not be read back. */
    SPOOL_UNREADABLE,
    /** It was in the spool, and its tenant is no longer configured. */
    TENANT_GONE;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
