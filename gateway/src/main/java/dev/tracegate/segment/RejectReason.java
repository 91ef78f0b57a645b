package dev.tracegate.segment;

import java.util.Locale;

/** Why a datagram was refused before it became a segment. The label is the metric tag, the log key and the row in the docs. */
public enum RejectReason {
    /** No bytes at all. The X-Ray daemon ignores these without a count. */
    EMPTY_DATAGRAM,
    /** No newline: header and document cannot be told apart. */
    MISSING_HEADER,
    /** A newline, but nothing after it. */
    MISSING_SEGMENT,
    /** The first line is not a header of format json, version 1. */
    INVALID_HEADER,
    /** Tenants are configured, and the sender is none of theirs. */
    UNKNOWN_SOURCE,
    /** Its address is of two tasks, so it is neither's. */
    AMBIGUOUS_SOURCE,
    /** The task that sent it is known, and no tenant's. */
    NO_TENANT,
    /** Who sent it was not known for sure within the hold time. */
    IDENTITY_TIMEOUT,
    /** Who sent it was not known yet, and too much waits for that already. */
    HOLD_FULL;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
