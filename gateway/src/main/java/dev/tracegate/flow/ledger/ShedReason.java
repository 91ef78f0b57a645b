package dev.tracegate.flow.ledger;

import java.util.Locale;

/** Why the gateway dropped a segment. The label is the metric tag and the log key. */
public enum ShedReason {
    /** The memory budget was full. */
    BUFFER_FULL,
    /** The tenant's own queue limit was reached. */
    QUEUE_FULL,
    /** The tenant sent faster than its limits allow. */
    RATE_LIMIT,
    /** The tenant's role could not be used, and there was no room for its segments to wait. */
    ACCESS_DENIED,
    /** The gateway stopped before the segment could be delivered. */
    DRAIN_DEADLINE,
    /** The segment was in the spool for longer than the spool's maximum age. */
    SPOOL_EXPIRED,
    /** The spool could not read the segment back. */
    SPOOL_UNREADABLE,
    /** The segment was in the spool, and its tenant is no longer configured. */
    TENANT_GONE;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
