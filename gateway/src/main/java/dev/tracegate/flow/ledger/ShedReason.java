package dev.tracegate.flow.ledger;

import java.util.Locale;

/** Why a segment was dropped on purpose. The label is the metric tag, the log key and the row in the docs. */
public enum ShedReason {
    /** The memory budget was full. */
    BUFFER_FULL,
    /** The tenant held as much as its own limit allows. */
    QUEUE_FULL,
    /** The tenant sent faster than its limits allow. */
    RATE_LIMIT,
    /** The tenant's role could not be used, and there was no room to wait until it can. */
    ACCESS_DENIED,
    /** The gateway stopped before it could be delivered. */
    DRAIN_DEADLINE,
    /** It was in the spool longer than the spool's maximum age. */
    SPOOL_EXPIRED,
    /** The spool could not read it back. */
    SPOOL_UNREADABLE,
    /** It was in the spool, and the tenant is no longer configured. */
    TENANT_GONE;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
